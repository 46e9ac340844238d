import cdf from "@stdlib/stats-base-dists-binomial-cdf";
import pmf from "@stdlib/stats-base-dists-binomial-pmf";

/**
 * Two-sided mid-p McNemar test of `won` against `lost` discordant pairs: the probability, if both sides were equally good, of a split
 * that is more extreme, plus half of that of one as extreme. In (0, 1]; 1 without discordant pairs.
 *
 * Source: M. W. Fagerland, S. Lydersen, P. Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better
 * than exact conditional", BMC Medical Research Methodology 13:91 (2013), equations 4 and 5.
 */
export function midPMcNemar(won: number, lost: number): number {
  const discordant = won + lost;
  if (discordant === 0) return 1;
  const fewer = Math.min(won, lost);
  const asExtreme = pmf(fewer, discordant, 0.5);
  return won === lost ? 1 - asExtreme / 2 : 2 * cdf(fewer, discordant, 0.5) - asExtreme;
}
