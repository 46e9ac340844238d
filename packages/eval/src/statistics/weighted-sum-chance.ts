export interface CountedValue {
  readonly value: number;
  /** Above 0. */
  readonly count: number;
}

const span = 3.5;
const step = 1 / 32;
// A factor below e⁻⁴⁵ adds nothing to a sum of doubles.
const negligible = 45;

/**
 * The probability that a sum of values with independent, standard exponential weights is at most 0, by inverting its characteristic
 * function. The weights of the Bayesian bootstrap, uniform over all that add up to 1, are such weights divided by their sum: so a mean
 * under it is at most m with the probability that the values less m have such a sum of at most 0.
 *
 * Source: D. B. Rubin, "The Bayesian bootstrap", Annals of Statistics 9 (1981) 130–134; J. P. Imhof, "Computing the distribution of
 * quadratic forms in normal variables", Biometrika 48 (1961) 419–426, equation 3.2.
 */
export function weightedSumChance(values: readonly CountedValue[]): number {
  if (values.every(({ value }) => value <= 0)) return 1;
  if (values.every(({ value }) => value >= 0)) return 0;
  const scale = Math.sqrt(values.reduce((sum, { value, count }) => sum + count * value ** 2, 0));
  // Double exponential quadrature over all u above 0: u = exp(π/2 · sinh t) / scale.
  let total = 0;
  for (let t = -span; t <= span; t += step) {
    const u = Math.exp((Math.PI / 2) * Math.sinh(t)) / scale;
    let [angle, shrunk] = [0, 0];
    for (const { value, count } of values) {
      angle += count * Math.atan(value * u);
      shrunk += (count / 2) * Math.log1p((value * u) ** 2);
    }
    if (shrunk < negligible) total += Math.sin(angle) * Math.exp(-shrunk) * (Math.PI / 2) * Math.cosh(t) * step;
  }
  return Math.min(1, Math.max(0, 0.5 - total / Math.PI));
}
