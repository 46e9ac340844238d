import cdf from "@stdlib/stats-base-dists-binomial-cdf";
import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { midPMcNemar } from "./mid-p-mcnemar.ts";

/**
 * The exact probability that the two-sided mid-p McNemar test finds a true difference, in the right direction: the sum over all
 * numbers of discordant pairs m ~ Bin(items, discordance) of P(won ≥ the smallest significant count), won ~ Bin(m, (1 + difference /
 * discordance) / 2). Shares are of 1; `difference` is between 0 and `discordance`.
 *
 * Source: the unconditional power of S. W. Duffy, "Asymptotic and exact power for the McNemar test and its analogue with R controls
 * per case", Biometrics 40 (1984) 1005–1015, with the mid-p rejection region.
 */
export function mcNemarPower(items: number, difference: number, discordance: number, alpha = 0.05): number {
  if (discordance === 0) return 0;
  const share = Math.min(1, (1 + difference / discordance) / 2);
  const expected = items * discordance;
  // Beyond 10 standard deviations a binomial count has less than 1e-20 of its probability.
  const reach = 10 * Math.sqrt(expected * (1 - discordance)) + 10;
  let power = 0;
  for (let m = Math.max(1, Math.floor(expected - reach)); m <= Math.min(items, Math.ceil(expected + reach)); m++) {
    const needed = smallestSignificant(m, alpha);
    if (needed <= m) power += pmf(m, items, discordance) * (1 - cdf(needed - 1, m, share));
  }
  return power;
}

const found = new Map<string, number>();

/** The smallest number of won pairs out of `discordant` with a mid-p below `alpha`; above `discordant` where none is. */
function smallestSignificant(discordant: number, alpha: number): number {
  const key = `${discordant} ${alpha}`;
  let needed = found.get(key);
  if (needed !== undefined) return needed;
  let low = Math.ceil(discordant / 2);
  needed = discordant + 1;
  while (low < needed) {
    const middle = Math.floor((low + needed) / 2);
    if (midPMcNemar(middle, discordant - middle) < alpha) needed = middle;
    else low = middle + 1;
  }
  found.set(key, needed);
  return needed;
}
