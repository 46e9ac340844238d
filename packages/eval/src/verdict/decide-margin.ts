import type { Verdict } from "@locollm/core";
import { clusterSums } from "../statistics/clustered-difference.ts";
import { pairedNonInferiority } from "../statistics/paired-non-inferiority.ts";
import { permutationTest } from "../statistics/permutation-test.ts";

export interface MarginOptions {
  /** A share above 0 and below 1. */
  readonly margin: number;
  /** Level of the two-sided interval; the test is one-sided at half of it. */
  readonly alpha: number;
  /** Of the differences, at 1 − alpha. */
  readonly interval: readonly [number, number];
  /** One name a difference, where they share sources. */
  readonly clusters: readonly string[] | undefined;
  /** Whether the differences are of graded values instead of right or not. */
  readonly graded: boolean;
}

/**
 * Whether differences (after − before, in [-1, 1]) show that `after` is less than `margin` worse: the one-sided p is below alpha / 2 and
 * the lower end of the interval is above −margin. Right or not: the exact unconditional test. Graded values and clusters: the
 * permutation test of the differences plus the margin, by cluster.
 *
 * Source: G. Piaggio et al., "Reporting of noninferiority and equivalence randomized trials", JAMA 308 (2012) 2594–2604.
 *
 * @throws RangeError unless 0 < margin < 1
 */
export function decideMargin(
  differences: readonly number[],
  { margin, alpha, interval, clusters, graded }: MarginOptions,
): NonNullable<Verdict["nonInferiority"]> {
  if (!(margin > 0 && margin < 1)) throw new RangeError(`a margin is above 0 and below 1, not ${margin}`);
  const count = (sign: number) => differences.filter((difference) => difference === sign).length;
  const pValue =
    clusters === undefined && !graded
      ? pairedNonInferiority(count(1), count(-1), differences.length, margin)
      : aboveZero(
          differences.map((difference) => difference + margin),
          clusters,
        );
  return { margin, pValue, shown: pValue < alpha / 2 && interval[0] > -margin };
}

/** One-sided p that the mean is above 0. */
function aboveZero(differences: readonly number[], clusters: readonly string[] | undefined): number {
  const sums = clusters === undefined ? differences : clusterSums(differences, clusters);
  const half = permutationTest(sums) / 2;
  return sums.reduce((total, value) => total + value, 0) > 0 ? half : 1 - half;
}
