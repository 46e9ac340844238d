/** The probabilities of logits divided by a temperature: positive temperature, sum 1. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  const probabilities = Float64Array.from(logits);
  let most = -Infinity;
  for (const logit of probabilities) most = Math.max(most, logit);
  let sum = 0;
  for (let k = 0; k < probabilities.length; k++)
    sum += probabilities[k] = Math.exp((probabilities[k]! - most) / temperature);
  for (let k = 0; k < probabilities.length; k++) probabilities[k] = probabilities[k]! / sum;
  return probabilities;
}
