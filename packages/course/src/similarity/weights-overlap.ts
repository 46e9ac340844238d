import { dot } from "./orthonormal-basis.ts";
import type { UpdateDirections, WeightDirections } from "./weight-directions.ts";

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
 * angles. Both from singular vectors alone.
 */
export function weightsOverlap(one: WeightDirections, other: WeightDirections): WeightsOverlap {
  let [inner, outputs, inputs, shared] = [0, 0, 0, 0];
  for (const [target, a] of one) {
    const b = other.get(target);
    if (b === undefined || a.strengths.length === 0 || b.strengths.length === 0) continue;
    const [written, read] = [products(a.outputs, b.outputs), products(a.inputs, b.inputs)];
    const [ofA, ofB] = [rankOf(a), rankOf(b)];
    for (let i = 0; i < a.strengths.length; i++)
      for (let j = 0; j < b.strengths.length; j++)
        inner += a.strengths[i]! * b.strengths[j]! * written[i]![j]! * read[i]![j]!;
    outputs += sharedShare(written, ofA, ofB);
    inputs += sharedShare(read, ofA, ofB);
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

function products(a: UpdateDirections["inputs"], b: UpdateDirections["inputs"]): number[][] {
  return a.map((x) => b.map((y) => dot(x, y)));
}

/** Directions of some strength: what half precision leaves of a rank that is filled up counts as none. */
function rankOf({ strengths }: UpdateDirections): number {
  return strengths.filter((strength) => strength > 2e-3 * strengths[0]!).length;
}

/** The mean squared cosine of the principal angles between the spaces of the first vectors of both, by all their inner products. */
function sharedShare(inner: readonly (readonly number[])[], ofA: number, ofB: number): number {
  let sum = 0;
  for (let i = 0; i < ofA; i++) for (let j = 0; j < ofB; j++) sum += inner[i]![j]! ** 2;
  return sum / Math.min(ofA, ofB);
}

/** The Frobenius norm of the whole update. */
function norm(directions: WeightDirections): number {
  let sum = 0;
  for (const { strengths } of directions.values()) sum += dot(strengths, strengths);
  return Math.sqrt(sum);
}

/** Single precision leaves values a rounding beyond their range. */
function clamp(value: number, least: number): number {
  return Math.min(1, Math.max(least, value));
}
