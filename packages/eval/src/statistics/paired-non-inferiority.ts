import cdf from "@stdlib/stats-base-dists-binomial-cdf";
import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { pairedScore } from "./paired-score.ts";

// Counts that differ by rounding alone are as extreme as one another.
const rounding = 1e-9;
const gridSteps = 64;
/** A peak may rise so much above the grid's points beside it. */
const nearlyHighest = 0.97;

/**
 * Exact one-sided p that `after` is less than `margin` (a share) worse, of counts of pairs: the largest probability, over every
 * possible share of lost pairs, of a score statistic at least as large where `after` is worse by exactly the margin. So whatever the
 * discordance is, a side that is worse by the margin or more has a p of at most α no more than α of the time. In [0, 1]; 1 for no
 * items.
 *
 * Source: H. Hsueh, J. Liu, J. J. Chen, "Unconditional exact tests for equivalence or noninferiority for paired binary endpoints",
 * Biometrics 57 (2001) 478–483, with the restricted most likely variance; as there, the statistic grows with `won`, so that the
 * margin itself is the worst case.
 *
 * @throws RangeError unless 0 < margin < 1
 */
export function pairedNonInferiority(won: number, lost: number, items: number, margin: number): number {
  if (!(margin > 0 && margin < 1)) throw new RangeError(`a margin is above 0 and below 1, not ${margin}`);
  if (items === 0) return 1;
  const needed = neededWins(pairedScore(won, lost, items, -margin) - rounding, items, margin);
  const chance = (lostShare: number) => tailChance(needed, items, lostShare, margin);
  // The share won is at least none; at most where all pairs are discordant. Near either end few pairs are of one kind, and the chance
  // changes within a share of one pair; so the points are even in the angle whose squared sine is the share.
  const steps = Math.max(gridSteps, Math.ceil(4 * Math.sqrt(items)));
  const at = (step: number) => chance(margin + ((1 - margin) / 2) * Math.sin((Math.PI * step) / (2 * steps)) ** 2);
  const grid = Array.from({ length: steps + 1 }, (_, step) => at(step));
  const highest = Math.max(...grid);
  const peaks = grid.flatMap((value, step) => {
    const isPeak = value >= nearlyHighest * highest && value >= (grid[step - 1] ?? 0) && value >= (grid[step + 1] ?? 0);
    return isPeak ? [peak(at, Math.max(0, step - 1), Math.min(steps, step + 1))] : [];
  });
  return Math.min(1, Math.max(highest, ...peaks));
}

/** For each count of lost pairs, the fewest won ones with a statistic of at least `observed`; above all possible where none has. */
function neededWins(observed: number, items: number, margin: number): number[] {
  return Array.from({ length: items + 1 }, (_, lost) => {
    let [few, enough] = [0, items - lost + 1];
    while (few < enough) {
      const middle = Math.floor((few + enough) / 2);
      if (pairedScore(middle, lost, items, -margin) >= observed) enough = middle;
      else few = middle + 1;
    }
    return enough;
  });
}

/** The probability of so many wins or more, where pairs are lost with `lostShare` and won with `margin` less. */
function tailChance(needed: readonly number[], items: number, lostShare: number, margin: number): number {
  const winning = Math.min(1, Math.max(0, (lostShare - margin) / (1 - lostShare)));
  // Beyond 10 standard deviations a binomial count has less than 1e-20 of its probability.
  const reach = 10 * Math.sqrt(items * lostShare * (1 - lostShare)) + 10;
  const [first, last] = [Math.floor(items * lostShare - reach), Math.ceil(items * lostShare + reach)];
  let total = 0;
  for (let lost = Math.max(0, first); lost <= Math.min(items, last); lost++) {
    const wins = needed[lost]!;
    if (wins > items - lost) continue;
    const chance = wins === 0 ? 1 : 1 - cdf(wins - 1, items - lost, winning);
    total += pmf(lost, items, lostShare) * chance;
  }
  return total;
}

/** The largest value between two points, by golden section. */
function peak(of: (at: number) => number, low: number, high: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [of(left), of(right)];
  for (let turn = 0; turn < 24; turn++) {
    if (atLeft < atRight) {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = of(right);
    } else {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = of(left);
    }
  }
  return Math.max(atLeft, atRight);
}
