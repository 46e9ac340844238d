import { seededRandom } from "@locollm/core";

/** Means of resamples, ascending, each with its probability. */
export interface BootstrapMeans {
  readonly means: readonly number[];
  readonly probabilities: readonly number[];
}

const mostEnumerated = 8;

/**
 * The bootstrap distribution of the mean: of all nⁿ resamples for up to 8 values, else of `draws` seeded ones.
 *
 * Source: B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 6; the enumeration by counts is
 * N. I. Fisher, P. Hall, "Bootstrap algorithms for small samples", Journal of Statistical Planning and Inference 27 (1991) 157–169.
 */
export function bootstrapMeans(values: readonly number[], draws: number, seed: number): BootstrapMeans {
  const found = values.length <= mostEnumerated ? enumerate(values) : sample(values, draws, seed);
  const order = found.sort((a, b) => a.mean - b.mean);
  return { means: order.map(({ mean }) => mean), probabilities: order.map(({ probability }) => probability) };
}

interface Resample {
  readonly mean: number;
  readonly probability: number;
}

function enumerate(values: readonly number[]): Resample[] {
  const n = values.length;
  const factorials = Array.from({ length: n + 1 }, (_, k) => product(k));
  const found: Resample[] = [];
  const choose = (place: number, left: number, sum: number, ways: number): void => {
    if (place === n - 1) {
      const all = ways / factorials[left]!;
      found.push({ mean: (sum + left * values[place]!) / n, probability: (all * factorials[n]!) / n ** n });
      return;
    }
    for (let count = 0; count <= left; count++)
      choose(place + 1, left - count, sum + count * values[place]!, ways / factorials[count]!);
  };
  choose(0, n, 0, 1);
  return found;
}

function product(k: number): number {
  return k <= 1 ? 1 : k * product(k - 1);
}

function sample(values: readonly number[], draws: number, seed: number): Resample[] {
  const n = values.length;
  const random = seededRandom(seed);
  const scale = n / 2 ** 32;
  return Array.from({ length: draws }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[Math.floor(random() * scale)]!;
    return { mean: sum / n, probability: 1 / draws };
  });
}
