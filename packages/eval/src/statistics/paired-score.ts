/**
 * Tango's score statistic of a `difference` of two paired shares, (won − lost) / items: about standard normal where that is the true
 * difference, larger where the counts speak for more. Its variance takes the most likely share of lost pairs, given the difference.
 * `items` is above 0 and the difference strictly between −1 and 1.
 *
 * Source: T. Tango, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design",
 * Statistics in Medicine 17 (1998) 891–908, equations 14 and 19.
 */
export function pairedScore(won: number, lost: number, items: number, difference: number): number {
  const a = 2 * items;
  const b = -won - lost + (2 * items - won + lost) * difference;
  const c = -lost * difference * (1 - difference);
  const lostShare = (Math.sqrt(b ** 2 - 4 * a * c) - b) / (2 * a);
  return (won - lost - items * difference) / Math.sqrt(items * (2 * lostShare + difference * (1 - difference)));
}
