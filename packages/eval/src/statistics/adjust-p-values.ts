/**
 * Holm's step-down adjustment, for the several comparisons of one submission: an adjusted p below alpha is significant, and the
 * probability of any false one among them is at most alpha, however they depend on each other. In the order given.
 *
 * Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979) 65–70.
 */
export function holm(pValues: readonly number[]): number[] {
  const n = pValues.length;
  let largest = 0;
  return inOrder(pValues, (p, rank) => (largest = Math.max(largest, Math.min(1, (n - rank) * p))));
}

/**
 * Benjamini and Hochberg's step-up adjustment, for a cohort's report: of those with an adjusted p below alpha, at most a share alpha
 * is expected to be false, if the tests are independent or positively dependent. In the order given.
 *
 * Source: Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57 (1995)
 * 289–300.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const n = pValues.length;
  let smallest = 1;
  const descending = pValues.map((p) => -p);
  return inOrder(descending, (p, rank) => (smallest = Math.min(smallest, (n / (n - rank)) * -p)));
}

/** What `adjust` says of each value, called in ascending order with ranks from 0. */
function inOrder(values: readonly number[], adjust: (value: number, rank: number) => number): number[] {
  const adjusted: number[] = [];
  const order = values.map((value, place) => ({ value, place })).sort((a, b) => a.value - b.value);
  for (const [rank, { value, place }] of order.entries()) adjusted[place] = adjust(value, rank);
  return adjusted;
}
