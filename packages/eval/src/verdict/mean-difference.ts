import quantile from "@stdlib/stats-base-dists-normal-quantile";
import { bootstrapInterval } from "../statistics/bootstrap-interval.ts";
import { clusteredDifference, clusterSums } from "../statistics/clustered-difference.ts";
import { permutationTest } from "../statistics/permutation-test.ts";

/** What paired differences say: their mean, and how sure it is. */
export interface MeanDifference {
  readonly delta: number;
  readonly interval: [number, number];
  readonly pValue: number;
}

/**
 * The mean of paired differences (after − before, in [-1, 1]) with a permutation p and an interval: by bootstrap; where items share
 * clusters, the signs of whole clusters are flipped and the interval is the cluster-robust one.
 */
export function meanDifference(
  differences: readonly number[],
  clusters: readonly string[] | undefined,
  level: number,
): MeanDifference {
  const delta = differences.length === 0 ? 0 : sum(differences) / differences.length;
  if (clusters === undefined)
    return { delta, interval: bootstrapInterval(differences, { level }), pValue: permutationTest(differences) };
  const [low, high] = clusteredDifference(differences, clusters, level).interval;
  return { delta, interval: [low, high], pValue: permutationTest(clusterSums(differences, clusters)) };
}

/**
 * The smallest true mean difference that so many items show with probability 0.8, by the normal approximation. The spread is that of
 * the differences with one more of the largest size on either side, so that a few without a difference do not promise that any
 * would show; as if there were fewer items by the design effect.
 */
export function detectableMeanDifference(differences: readonly number[], alpha: number, designEffect: number): number {
  if (differences.length === 0) return 1;
  const largest = Math.max(...differences.map(Math.abs)) || 1;
  const planned = [...differences, largest, -largest];
  const mean = sum(planned) / planned.length;
  const variance = sum(planned.map((difference) => (difference - mean) ** 2)) / (planned.length - 1);
  const standardError = Math.sqrt((variance * designEffect) / differences.length);
  return Math.min(1, (quantile(1 - alpha / 2, 0, 1) + quantile(0.8, 0, 1)) * standardError);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
