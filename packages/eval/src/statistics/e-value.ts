/**
 * Natural log of the e-value against both sides being equally good, after `won` and `lost` discordant pairs in random order: the
 * likelihood of their order, averaged over all shares won from 0 to 1 alike, as a multiple of that at one half. If both sides are
 * equally good, it ever reaches 1/α with a probability of at most α, however often one looks.
 *
 * Source: the uniform mixture of H. Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of
 * Mathematical Statistics 41 (1970) 1397–1409; as a test martingale, G. Shafer et al., "Test martingales, Bayes factors and p-values",
 * Statistical Science 26 (2011) 84–101.
 */
export function logEValue(won: number, lost: number): number {
  let log = (won + lost) * Math.LN2 - Math.log(won + lost + 1);
  // Minus the log of the number of orders.
  for (let k = 1; k <= lost; k++) log += Math.log(k) - Math.log(won + k);
  return log;
}
