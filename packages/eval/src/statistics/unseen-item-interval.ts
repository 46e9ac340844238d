import { weightedSumChance } from "./weighted-sum-chance.ts";

export interface UnseenItemOptions {
  /** Confidence level. */
  readonly level?: number;
  /** How many items each of the sums is of, where they come in clusters; 1 by default. */
  readonly sizes?: readonly number[] | undefined;
}

/**
 * Interval of the mean of differences in [-1, 1] whatever their distribution: a Bayesian bootstrap in which one more item was not seen
 * yet, at −1 or at +1 with equal chance. So a rare large difference that the sample may have missed is reckoned with, where the
 * percentiles of the bootstrap forget it. Of clusters, the sums of their differences are given with their sizes; then an unseen one as
 * large as the largest is reckoned with. For differences of two kinds alone it is the mid-p binomial interval. Returns [low, high]
 * within [-1, 1]; [-1, 1] for no differences. How often it holds the truth is enumerated in the tests.
 *
 * Source: the bound of N. Gaffke, "Three test statistics for a nonparametric one-sided hypothesis on the mean of a nonnegative
 * variable", Mathematical Methods of Statistics 14 (2005) 451–467, which puts the unseen item at the far end; halved between both ends
 * as the mid-p is, A. Agresti, A. Gottard, "Nonconservative exact small-sample inference for discrete data", Computational
 * Statistics & Data Analysis 51 (2007) 6447–6458.
 */
export function unseenItemInterval(
  sums: readonly number[],
  { level = 0.95, sizes = sums.map(() => 1) }: UnseenItemOptions = {},
): [number, number] {
  if (sums.length === 0) return [-1, 1];
  const tail = (1 - level) / 2;
  const clusters = sums.map((sum, i) => ({ sum, size: sizes[i]! }));
  const mirrored = clusters.map(({ sum, size }) => ({ sum: -sum, size }));
  return [lowEnd(clusters, tail), -lowEnd(mirrored, tail)];
}

interface Cluster {
  readonly sum: number;
  readonly size: number;
}

function lowEnd(clusters: readonly Cluster[], tail: number): number {
  const kinds = countKinds(clusters);
  const total = (of: (cluster: Cluster) => number) => clusters.reduce((sum, cluster) => sum + of(cluster), 0);
  const unseen = clusters.reduce((largest, { size }) => Math.max(largest, size), 1);
  const chance = (mean: number, last: -1 | 1) =>
    weightedSumChance([
      ...kinds.map(({ sum, size, count }) => ({ value: sum - mean * size, count })),
      { value: unseen * (last - mean), count: 1 },
    ]);
  const atMost = (mean: number) => (chance(mean, -1) + chance(mean, 1)) / 2 - tail;
  return root(atMost, -1, total(({ sum }) => sum) / total(({ size }) => size));
}

/** Equal clusters together, so that a few kinds are quick. */
function countKinds(clusters: readonly Cluster[]): (Cluster & { count: number })[] {
  const kinds = new Map<string, Cluster & { count: number }>();
  for (const { sum, size } of clusters) {
    const key = `${sum} ${size}`;
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { sum, size, count: 1 });
    else kind.count++;
  }
  return [...kinds.values()];
}

/** Where a rising function crosses 0 between `low` and `high`: false position, an end that stays is taken for half (Illinois). */
function root(of: (at: number) => number, low: number, high: number): number {
  let [atLow, atHigh] = [of(low), of(high)];
  if (atLow >= 0) return low;
  if (atHigh <= 0) return high;
  let moved = 0;
  for (let turn = 0; turn < 200; turn++) {
    const at = (low * atHigh - high * atLow) / (atHigh - atLow);
    const found = of(at);
    if (Math.abs(found) < 1e-14 || high - low < 1e-13) return at;
    if (found < 0) {
      [low, atLow] = [at, found];
      if (moved === -1) atHigh /= 2;
      moved = -1;
    } else {
      [high, atHigh] = [at, found];
      if (moved === 1) atLow /= 2;
      moved = 1;
    }
  }
  return (low + high) / 2;
}
