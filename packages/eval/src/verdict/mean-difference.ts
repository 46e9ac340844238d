import quantile from "@stdlib/stats-base-dists-normal-quantile";
import { clusterSums } from "../statistics/clustered-difference.ts";
import { permutationTest } from "../statistics/permutation-test.ts";
import { unseenItemInterval } from "../statistics/unseen-item-interval.ts";

/** What paired differences say: their mean, and how sure it is. */
export interface MeanDifference {
  readonly delta: number;
  readonly interval: [number, number];
  readonly pValue: number;
}

/**
 * The mean of paired differences (after − before, in [-1, 1]) with a permutation p and the interval of a bootstrap with an unseen item;
 * where items share clusters, the signs of whole clusters are flipped, and a whole cluster is unseen.
 */
export function meanDifference(
  differences: readonly number[],
  clusters: readonly string[] | undefined,
  level: number,
): MeanDifference {
  const delta = differences.length === 0 ? 0 : sum(differences) / differences.length;
  const sums = clusters === undefined ? differences : clusterSums(differences, clusters);
  const sizes =
    clusters &&
    clusterSums(
      differences.map(() => 1),
      clusters,
    );
  return { delta, interval: unseenItemInterval(sums, { level, sizes }), pValue: permutationTest(sums) };
}

/**
 * The smallest true mean difference that so many items show with probability 0.8, by the normal approximation: from the mean to
 * the farther end of its interval, and what a mean may fall short of the truth. The spread is that of the differences with one more of the
 * largest size on either side, so that a few without a difference do not promise that any would show; as if there were fewer items
 * by the design effect. A test enumerates how often verdicts show it: about four times in five, down to 0.7 where losses are rare and large.
 */
export function detectableMeanDifference(
  differences: readonly number[],
  { delta, interval }: Pick<MeanDifference, "delta" | "interval">,
  designEffect: number,
): number {
  if (differences.length === 0) return 1;
  const reach = Math.max(interval[1] - delta, delta - interval[0]);
  const largest = differences.reduce((most, difference) => Math.max(most, Math.abs(difference)), 0) || 1;
  const planned = [...differences, largest, -largest];
  const mean = sum(planned) / planned.length;
  const variance = sum(planned.map((difference) => (difference - mean) ** 2)) / (planned.length - 1);
  const standardError = Math.sqrt((variance * designEffect) / differences.length);
  return Math.min(1, reach + quantile(0.8, 0, 1) * standardError);
}

/** How many items of the spread that `items` showed show a difference: a mean's falls with the square root of the items. */
export function requiredForMean(items: number, detectable: number, difference: number): number {
  return Math.ceil(items * (detectable / difference) ** 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
