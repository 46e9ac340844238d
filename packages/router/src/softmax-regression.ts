import { minimise } from "./lbfgs.ts";
import type { SparseRow } from "./vocabulary.ts";

/** Rows with the class of each, counted from 0. */
export interface LabelledRows {
  readonly rows: readonly SparseRow[];
  readonly classes: ArrayLike<number>;
  readonly classCount: number;
  readonly columnCount: number;
}

/** A linear classifier: `weights[column * classCount + class]`, and one bias a class. */
export interface LinearModel {
  readonly classCount: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** How little the weights are held back: the usual C of regularised regression, for a loss averaged over rows. */
const inverseRegularisation = 100;
/** L-BFGS steps; on text this few regularise as well, and more route unseen phrasings no better. */
const iterations = 35;
const tolerance = 1e-5;

/**
 * Softmax regression (multinomial logistic) with an L2 penalty, in which every class counts the same, however many rows it has.
 * Minimises mean over classes of the mean cross-entropy + |W|² / (2 C n); the biases are free. Deterministic.
 */
export function fitSoftmaxRegression({ rows, classes, classCount, columnCount }: LabelledRows): LinearModel {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => (starts[i + 1] = starts[i]! + row.columns.length));
  const offsets = new Int32Array(starts.at(-1)!);
  const values = new Float64Array(offsets.length);
  rows.forEach((row, i) => {
    for (let j = 0; j < row.columns.length; j++) offsets[starts[i]! + j] = row.columns[j]! * classCount;
    values.set(row.values, starts[i]);
  });
  const sizes = new Float64Array(classCount);
  for (let i = 0; i < rows.length; i++) sizes[classes[i]!]!++;
  const present = sizes.filter((size) => size > 0).length;

  const biasStart = columnCount * classCount;
  const penalty = 1 / (inverseRegularisation * rows.length);
  const errors = new Float64Array(classCount);
  const parameters = new Float64Array(biasStart + classCount);
  const loss = (point: Float64Array, gradient: Float64Array): number => {
    let total = 0;
    gradient.fill(0, biasStart);
    for (let i = 0; i < biasStart; i++) {
      const weight = point[i]!;
      total += 0.5 * penalty * weight * weight;
      gradient[i] = penalty * weight;
    }
    for (let i = 0; i < rows.length; i++) {
      const end = starts[i + 1]!;
      for (let k = 0; k < classCount; k++) errors[k] = point[biasStart + k]!;
      for (let j = starts[i]!; j < end; j++) {
        const offset = offsets[j]!;
        const value = values[j]!;
        for (let k = 0; k < classCount; k++) errors[k] = errors[k]! + value * point[offset + k]!;
      }
      const own = classes[i]!;
      const share = 1 / (present * sizes[own]!);
      total += share * crossEntropy(errors, own);
      for (let k = 0; k < classCount; k++) {
        errors[k] = errors[k]! * share;
        gradient[biasStart + k] = gradient[biasStart + k]! + errors[k]!;
      }
      for (let j = starts[i]!; j < end; j++) {
        const offset = offsets[j]!;
        const value = values[j]!;
        for (let k = 0; k < classCount; k++) gradient[offset + k] = gradient[offset + k]! + value * errors[k]!;
      }
    }
    return total;
  };
  minimise(loss, parameters, { iterations, tolerance });
  // To thousandths, so that a model read from its file is the one that was fitted.
  const rounded = parameters.map((parameter) => Math.round(parameter * 1000) / 1000 + 0);
  return { classCount, weights: rounded.subarray(0, biasStart), biases: rounded.subarray(biasStart) };
}

/** The loss of one row; turns its logits into probabilities minus the truth. */
function crossEntropy(logits: Float64Array, own: number): number {
  let most = -Infinity;
  for (let k = 0; k < logits.length; k++) most = Math.max(most, logits[k]!);
  const margin = most - logits[own]!;
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += logits[k] = Math.exp(logits[k]! - most);
  for (let k = 0; k < logits.length; k++) logits[k] = logits[k]! / sum;
  logits[own] = logits[own]! - 1;
  return Math.log(sum) + margin;
}

/** One logit a class. */
export function logitsOf(model: LinearModel, row: SparseRow): Float64Array {
  const logits = Float64Array.from(model.biases);
  for (let j = 0; j < row.columns.length; j++) {
    const offset = row.columns[j]! * model.classCount;
    for (let k = 0; k < logits.length; k++) logits[k] = logits[k]! + row.values[j]! * model.weights[offset + k]!;
  }
  return logits;
}
