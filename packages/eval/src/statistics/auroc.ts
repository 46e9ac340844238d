import quantile from "@stdlib/stats-base-dists-normal-quantile";

/** A scored case; cases of one cluster are not independent of each other. */
export interface ScoredCase {
  readonly score: number;
  readonly positive: boolean;
  readonly cluster: string;
}

export interface Auroc {
  /** Probability that a positive case has the higher score than a negative one; ties count half. */
  readonly auroc: number;
  /** Standard error. */
  readonly error: number;
  readonly interval: [number, number];
}

/**
 * Area under the ROC curve with its interval; null where all cases are positive or none is.
 *
 * The interval is Newcombe's, because it covers the truth about as often as it says also with ten cases of a kind, where DeLong's does
 * not (the test prints both). The standard error is DeLong's, in Obuchowski's form where cases are clustered; by so much as
 * that is the greater one, the interval counts fewer cases.
 *
 * Source: R. G. Newcombe, Statistics in Medicine 25 (2006) 559–573, method 5; E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, Biometrics
 * 44 (1988) 837–845; N. A. Obuchowski, Biometrics 53 (1997) 567–578.
 */
export function auroc(cases: readonly ScoredCase[], level = 0.95): Auroc | null {
  const positives = cases.filter(({ positive }) => positive).map(({ score }) => score);
  const negatives = cases.filter(({ positive }) => !positive).map(({ score }) => score);
  const [m, n] = [positives.length, negatives.length];
  if (m === 0 || n === 0) return null;
  const [belowPositive, belowNegative] = [shareBelow(negatives), shareBelow(positives)];
  // Of each case, the share of the other kind that it is ranked against as it should be.
  const placed = cases.map(({ score, positive, cluster }): PlacedCase => {
    return { cluster, positive, place: positive ? belowPositive(score) : 1 - belowNegative(score) };
  });
  const area = placed.reduce((sum, { positive, place }) => sum + (positive ? place : 0), 0) / m;
  const alone = standardError(
    placed.map((one, i) => ({ ...one, cluster: String(i) })),
    area,
    m,
    n,
  );
  const clusters = new Set(cases.map(({ cluster }) => cluster)).size;
  const error = clusters === cases.length ? alone : standardError(placed, area, m, n);
  // Where nothing varies, each cluster counts as one case.
  const inflation = alone < 1e-9 ? cases.length / clusters : Math.max(1, (error / alone) ** 2);
  const z = quantile(0.5 + level / 2, 0, 1);
  return { auroc: area, error, interval: newcombe(area, m / inflation, n / inflation, z) };
}

interface PlacedCase {
  readonly place: number;
  readonly positive: boolean;
  readonly cluster: string;
}

function standardError(cases: readonly PlacedCase[], area: number, m: number, n: number): number {
  const clusters = new Map<string, [number, number]>();
  for (const { cluster, positive, place } of cases) {
    const sums = clusters.get(cluster) ?? [0, 0];
    sums[positive ? 0 : 1] += place - area;
    clusters.set(cluster, sums);
  }
  const sums = [...clusters.values()];
  const factor = (count: number) => count / Math.max(1, count - 1);
  const holds = (side: boolean) =>
    new Set(cases.flatMap(({ cluster, positive }) => (positive === side ? [cluster] : []))).size;
  const sumOf = (a: 0 | 1, b: 0 | 1) => sums.reduce((sum, one) => sum + one[a] * one[b], 0);
  const variance =
    (factor(holds(true)) * sumOf(0, 0)) / m ** 2 +
    (factor(holds(false)) * sumOf(1, 1)) / n ** 2 +
    (2 * factor(clusters.size) * sumOf(0, 1)) / (m * n);
  return Math.sqrt(Math.max(0, variance));
}

/** The share of the values below one, those equal to it counting half. */
function shareBelow(values: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(values).sort();
  const before = (isBefore: (value: number) => boolean) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(sorted[middle]!)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return (value) => (before((one) => one < value) + before((one) => one <= value)) / 2 / sorted.length;
}

/** The areas that differ from the one found by at most z of their own standard errors. */
function newcombe(area: number, m: number, n: number, z: number): [number, number] {
  const size = Math.max(0, (m + n) / 2 - 1);
  const errorAt = (t: number) =>
    Math.sqrt((t * (1 - t) * (1 + (size * (1 - t)) / (2 - t) + (size * t) / (1 + t))) / (m * n));
  const end = (low: number, high: number, isInside: (t: number) => boolean) => {
    for (let step = 0; step < 60; step++) {
      const middle = (low + high) / 2;
      if (isInside(middle)) high = middle;
      else low = middle;
    }
    return high;
  };
  const inside = (t: number) => Math.abs(area - t) <= z * errorAt(t);
  return [end(0, area, inside), 1 - end(0, 1 - area, (t) => inside(1 - t))];
}
