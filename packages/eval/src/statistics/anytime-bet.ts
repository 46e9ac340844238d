// As if 5 pairs had been seen of which 1 in 5 is discordant, and a tenth of all without a difference: first bets are careful.
const priorPairs = 5;
const priorSquare = 0.2;
const priorWithoutDifference = 0.1;
// No pair takes more than half of the capital.
const mostLost = 0.5;

/**
 * A bet that the mean of all `total` differences (each in [-1, 1]) is below `candidate`, while they are drawn in random order without
 * replacement. Returns a function that takes the next difference and gives the log of the capital that 1 has become. If the mean is
 * `candidate` or more, the capital ever reaches 1/α with a probability of at most α, however often one looks. The stake is the one that
 * lets it grow fastest, by mean and variance so far.
 *
 * Source: I. Waudby-Smith, A. Ramdas, "Estimating means of bounded random variables by betting", Journal of the Royal Statistical
 * Society B 86 (2024) 1–27, section 5 (without replacement) and the approximately growth-optimal bets of its appendix B.
 */
export function betBelow(total: number, candidate: number): (difference: number) => number {
  let [seen, sum, squares, capital] = [0, 0, 0, 0];
  return (difference) => {
    // The mean of what is left, if the candidate is the truth.
    const left = (total * candidate - sum) / Math.max(1, total - seen);
    const mean = sum / (seen + priorWithoutDifference * total);
    const variance = Math.max(1e-4, (squares + priorPairs * priorSquare) / (seen + priorPairs) - mean ** 2);
    const gap = left - mean;
    seen++;
    sum += difference;
    squares += difference ** 2;
    // More than every pair won would be needed: the candidate is refuted.
    if (left > 1 + 1e-9) return (capital = Infinity);
    const stake = Math.min(Math.max(0, gap / (variance + gap ** 2)), mostLost / Math.max(1e-9, 1 - left));
    capital += Math.log1p(stake * (left - difference));
    return capital;
  };
}
