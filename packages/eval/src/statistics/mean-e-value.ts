// As if 5 differences had been seen of which 1 is discordant and none won or lost: first bets are careful.
const priorCount = 5;
const priorSquare = 0.2;
// No difference takes more than nine tenths of the capital.
const mostStaked = 0.9;

/**
 * Follows differences in [-1, 1] and gives, after each, the natural log of the e-value against their true mean being 0, and its sign: the
 * mean of what two gamblers have, of whom one bets on gains and one on losses, stakes set by mean and variance so far. If the mean is
 * 0, it ever reaches 1/α with a probability of at most α, however often one looks and whatever the differences' distribution.
 *
 * Source: I. Waudby-Smith, A. Ramdas, "Estimating means of bounded random variables by betting", Journal of the Royal Statistical
 * Society B 86 (2024) 1–27, section 4 (hedged capital) and the approximately growth-optimal bets of its appendix B.
 */
export function meanEValue(): (difference: number) => { readonly log: number; readonly sign: 1 | -1 } {
  let [seen, sum, squares, gains, losses] = [0, 0, 0, 0, 0];
  return (difference) => {
    const mean = sum / (seen + priorCount);
    const variance = Math.max(1e-4, (squares + priorCount * priorSquare) / (seen + priorCount) - mean ** 2);
    const stake = Math.min(mostStaked, Math.abs(mean) / (variance + mean ** 2));
    if (mean > 0) gains += Math.log1p(stake * difference);
    else losses += Math.log1p(-stake * difference);
    seen++;
    sum += difference;
    squares += difference ** 2;
    const more = Math.max(gains, losses);
    const log = more + Math.log((Math.exp(gains - more) + Math.exp(losses - more)) / 2);
    return { log, sign: gains >= losses ? 1 : -1 };
  };
}
