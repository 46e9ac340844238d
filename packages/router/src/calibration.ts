import { softmax } from "./softmax.ts";

/** A question that the model was not fitted on: its logits and its class. */
export interface HeldOutQuestion {
  readonly logits: ArrayLike<number>;
  readonly own: number;
}

const coldest = Math.log(0.05);
const hottest = Math.log(20);
const steps = 40;

/**
 * The temperature, 0.05 to 20, at which probabilities fit the held-out questions best: least cross-entropy, every class counting
 * the same (Guo et al. 2017). Found by golden-section search on its logarithm. 1 without questions.
 */
export function fitTemperature(questions: readonly HeldOutQuestion[]): number {
  if (questions.length === 0) return 1;
  const sizes = new Map<number, number>();
  for (const { own } of questions) sizes.set(own, (sizes.get(own) ?? 0) + 1);
  const loss = (logTemperature: number): number => {
    let total = 0;
    for (const { logits, own } of questions) {
      const probability = softmax(logits, Math.exp(logTemperature))[own]!;
      total -= Math.log(Math.max(probability, 1e-12)) / sizes.get(own)!;
    }
    return total;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = coldest;
  let high = hottest;
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let leftLoss = loss(left);
  let rightLoss = loss(right);
  for (let step = 0; step < steps; step++) {
    if (leftLoss <= rightLoss) {
      [high, right, rightLoss] = [right, left, leftLoss];
      leftLoss = loss((left = high - golden * (high - low)));
    } else {
      [low, left, leftLoss] = [left, right, rightLoss];
      rightLoss = loss((right = low + golden * (high - low)));
    }
  }
  return Math.round(Math.exp((low + high) / 2) * 1e4) / 1e4;
}
