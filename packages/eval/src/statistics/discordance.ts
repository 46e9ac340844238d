/**
 * Taken for the share of items that only one side gets right while nothing has been measured: one in five. Two runs that agree more
 * can show smaller differences, two that agree less only larger ones.
 */
export const assumedDiscordance = 0.2;

/**
 * The share of discordant items, from counts, as planning needs it: one won and one lost pair are added, so that a few pairs without
 * a difference do not promise that any difference would show.
 *
 * Source: D. G. Bonett, R. M. Price, "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
 * data", Journal of Educational and Behavioral Statistics 37 (2012) 479–488.
 */
export function estimateDiscordance(won: number, lost: number, items: number): number {
  return (won + lost + 2) / (items + 2);
}
