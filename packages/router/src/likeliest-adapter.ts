/** The likeliest class but the last, which is the base. */
export function likeliestAdapter(probabilities: ArrayLike<number>): number {
  let likeliest = 0;
  for (let k = 1; k < probabilities.length - 1; k++) if (probabilities[k]! > probabilities[likeliest]!) likeliest = k;
  return likeliest;
}
