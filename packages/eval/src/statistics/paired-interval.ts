import quantile from "@stdlib/stats-base-dists-normal-quantile";
import { pairedScore } from "./paired-score.ts";

/**
 * Tango's score interval of the difference of two paired shares, (won − lost) / items. Returns [low, high] within [-1, 1];
 * [-1, 1] for no items. Of the closed-form intervals it keeps its level best where few pairs are discordant, which is where adapters
 * and good prompts meet; it excludes 0 exactly when McNemar's uncorrected score test rejects.
 *
 * Source: T. Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
 * Statistics in Medicine 17 (1998) 891–908, equations 19 and 24; recommended by M. W. Fagerland, S. Lydersen, P. Laake,
 * Statistics in Medicine 33 (2014) 2850–2875.
 */
export function pairedInterval(won: number, lost: number, items: number, level = 0.95): [number, number] {
  if (items === 0) return [-1, 1];
  const z = quantile(0.5 + level / 2, 0, 1);
  return [-upperEnd(lost, won, items, z), upperEnd(won, lost, items, z)];
}

/** The largest difference that the score test at `z` does not reject; found by bisection, as the statistic falls with the difference. */
function upperEnd(won: number, lost: number, items: number, z: number): number {
  let kept = (won - lost) / items;
  let rejected = 1;
  while (rejected - kept > 1e-12) {
    const middle = (kept + rejected) / 2;
    if (pairedScore(won, lost, items, middle) > -z) kept = middle;
    else rejected = middle;
  }
  return kept;
}
