import tCdf from "@stdlib/stats-base-dists-t-cdf";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";

/** A mean difference of items that come in clusters. */
export interface ClusteredDifference {
  readonly mean: number;
  readonly clusters: number;
  /** Cluster-robust standard error of the mean; infinite for fewer than two clusters. */
  readonly standardError: number;
  /** How many times the variance is that of as many independent items; 1 where it cannot be told. */
  readonly designEffect: number;
  /** Within [-1, 1]. */
  readonly interval: readonly [number, number];
  /** Two-sided t-test with clusters − 1 degrees of freedom. */
  readonly pValue: number;
}

/**
 * The mean of paired differences (in [-1, 1]) whose items share sources, one name a difference: cluster-robust (CR1) standard error, t
 * interval and test with clusters − 1 degrees of freedom.
 *
 * Source: E. Miller, "Adding error bars to evals", arXiv:2411.00640 (2024), section 2.2, with the factor G / (G − 1) and the degrees of
 * freedom of A. C. Cameron, D. L. Miller, "A practitioner's guide to cluster-robust inference", Journal of Human Resources 50 (2015)
 * 317–372.
 */
export function clusteredDifference(
  differences: readonly number[],
  clusters: readonly string[],
  level = 0.95,
): ClusteredDifference {
  const n = differences.length;
  const mean = n === 0 ? 0 : differences.reduce((sum, difference) => sum + difference, 0) / n;
  const residuals = clusterSums(
    differences.map((difference) => difference - mean),
    clusters,
  );
  const count = residuals.length;
  const unknown = {
    mean,
    clusters: count,
    standardError: Infinity,
    designEffect: 1,
    interval: [-1, 1],
    pValue: 1,
  } as const;
  if (count < 2) return unknown;
  const between = residuals.reduce((sum, residual) => sum + residual ** 2, 0);
  const within = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  if (within < 1e-20) return unknown;
  const standardError = Math.sqrt((count / (count - 1)) * between) / n;
  const designEffect = between / within;
  const reach = -tQuantile((1 - level) / 2, count - 1) * standardError;
  return {
    mean,
    clusters: count,
    standardError,
    designEffect,
    interval: [Math.max(-1, mean - reach), Math.min(1, mean + reach)],
    pValue: standardError === 0 ? Number(mean === 0) : 2 * tCdf(-Math.abs(mean) / standardError, count - 1),
  };
}

/** The sum of the values of each cluster, in order of first appearance. */
export function clusterSums(values: readonly number[], clusters: readonly string[]): number[] {
  const sums = new Map<string, number>();
  for (const [i, value] of values.entries()) sums.set(clusters[i]!, (sums.get(clusters[i]!) ?? 0) + value);
  return [...sums.values()];
}
