import { seededRandom } from "@locollm/core";
import { signFlipsOnGrid } from "./sign-flips-on-grid.ts";

export interface PermutationTestOptions {
  /** Seed of the random flips, where there are too many to count all. */
  readonly seed?: number;
  /** How many random flips. */
  readonly draws?: number;
}

const mostEnumerated = 20;
// Scores that differ by less are the same.
const rounding = 1e-9;

/**
 * Two-sided paired permutation test of differences (after − before, one a pair or one a cluster: then its sum): the share of all 2ⁿ
 * choices of signs whose sum is at least as far from 0. In (0, 1]; 1 where every difference is 0 or there is none. It is exact
 * whatever the distribution, if the two sides could be exchanged within each pair. All choices are counted where the differences
 * are multiples of a common fraction of at least 1/100 or at most 20 are not 0; else `draws` random ones and the observed one are.
 *
 * Source: R. A. Fisher, The Design of Experiments (1935), section 21; the random form is B. Phipson, G. K. Smyth, "Permutation
 * p-values should never be zero", Statistical Applications in Genetics and Molecular Biology 9 (2010), article 39.
 */
export function permutationTest(
  differences: readonly number[],
  { seed = 1, draws = 19_999 }: PermutationTestOptions = {},
): number {
  const signed = differences.filter((difference) => Math.abs(difference) > rounding);
  if (signed.length === 0) return 1;
  const sizes = signed.map(Math.abs);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  // Sums that differ by rounding alone are as extreme as one another.
  const observed = Math.abs(sum(signed)) - rounding * sum(sizes);
  if (observed <= 0) return 1;
  return (
    signFlipsOnGrid(sizes, observed) ??
    (sizes.length <= mostEnumerated ? enumerate(sizes, observed) : sample(sizes, observed, draws, seed))
  );
}

/** Walks through all signs but the first one's in Gray code, one flip a step; the other half mirrors it. */
function enumerate(sizes: readonly number[], observed: number): number {
  const signs = sizes.map(() => 1);
  let sum = sizes.reduce((total, size) => total + size, 0);
  const choices = 2 ** (sizes.length - 1);
  let extreme = 0;
  for (let step = 1; ; step++) {
    if (Math.abs(sum) >= observed) extreme++;
    if (step === choices) return extreme / choices;
    const flipped = 32 - Math.clz32(step & -step);
    signs[flipped] = -signs[flipped]!;
    sum += 2 * signs[flipped] * sizes[flipped]!;
  }
}

function sample(sizes: readonly number[], observed: number, draws: number, seed: number): number {
  const random = seededRandom(seed);
  let extreme = 1;
  for (let draw = 0; draw < draws; draw++) {
    let [sum, bits] = [0, 0];
    for (let i = 0; i < sizes.length; i++) {
      if (i % 32 === 0) bits = random();
      sum += bits & 1 ? sizes[i]! : -sizes[i]!;
      bits >>>= 1;
    }
    if (Math.abs(sum) >= observed) extreme++;
  }
  return extreme / (draws + 1);
}
