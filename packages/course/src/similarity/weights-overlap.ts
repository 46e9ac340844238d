import { Matrix } from "ml-matrix";
import { innerProducts } from "./inner-products.ts";
import type { WeightUpdates } from "./weight-updates.ts";

/** How much two adapters change the base in the same way. */
export interface WeightsOverlap {
  /** Cosine of the two whole updates as vectors, -1 to 1; 1 where one is a multiple of the other. */
  readonly cosine: number;
  /** Share of the directions in which the smaller update writes that the other writes in, too: 0 to 1, the mean over weights that both change. */
  readonly outputs: number;
  /** The same of the directions that the updates read. */
  readonly inputs: number;
  /** Weights that both change. */
  readonly shared: number;
}

/**
 * The cosine of two updates, `⟨B₁A₁, B₂A₂⟩ / (‖B₁A₁‖ ‖B₂A₂‖)` over all weights, and the subspace similarity
 * `‖U₁ᵀU₂‖² / min(rank₁, rank₂)` (Hu et al. 2021, arXiv:2106.09685, section 7.2), which is the mean squared cosine of the principal
 * angles. Both from inner products of B's columns and of A's rows alone, so that no product is ever written out.
 */
export function weightsOverlap(one: WeightUpdates, other: WeightUpdates): WeightsOverlap {
  let [inner, outputs, inputs, shared] = [0, 0, 0, 0];
  for (const [target, a] of one) {
    const b = other.get(target);
    if (b === undefined || a.outputs.columns === 0 || b.outputs.columns === 0) continue;
    const [written, read] = [innerProducts(a.columns, b.columns), innerProducts(a.rows, b.rows)];
    inner += a.scale * b.scale * Matrix.mul(written, read).sum();
    outputs += sharedShare(a.outputs, written, b.outputs);
    inputs += sharedShare(a.inputs, read, b.inputs);
    shared++;
  }
  const norms = norm(one) * norm(other);
  return {
    cosine: norms === 0 ? 0 : clamp(inner / norms, -1),
    outputs: shared === 0 ? 0 : clamp(outputs / shared, 0),
    inputs: shared === 0 ? 0 : clamp(inputs / shared, 0),
    shared,
  };
}

/** The mean squared cosine of the principal angles between two spaces, whose bases are combinations of vectors with these inner products. */
function sharedShare(a: Matrix, products: Matrix, b: Matrix): number {
  const cosines = a.transpose().mmul(products).mmul(b);
  return Matrix.mul(cosines, cosines).sum() / Math.min(a.columns, b.columns);
}

/** The Frobenius norm of the whole update. */
function norm(updates: WeightUpdates): number {
  let sum = 0;
  for (const { scale, squaredNorm } of updates.values()) sum += scale ** 2 * Math.max(0, squaredNorm);
  return Math.sqrt(sum);
}

/** Rounding leaves values a little beyond their range. */
function clamp(value: number, least: number): number {
  return Math.min(1, Math.max(least, value));
}
