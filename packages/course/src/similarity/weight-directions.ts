import { readTensorValues, type AdapterGguf } from "@locollm/store";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { addMultiple, orthonormalBasis, type InBasis } from "./orthonormal-basis.ts";

/** What one pair adds to its weight, B·A, as a sum of `strength · output ⊗ input`: its singular value decomposition. */
export interface UpdateDirections {
  /** Singular values of alpha / rank · B·A, descending, all above 0. */
  readonly strengths: Float64Array;
  /** Left singular vectors, each as long as the weight's output. */
  readonly outputs: readonly Float32Array[];
  /** Right singular vectors, each as long as the weight's input. */
  readonly inputs: readonly Float32Array[];
}

/** An adapter's whole update, by the name of the base's tensor. */
export type WeightDirections = ReadonlyMap<string, UpdateDirections>;

/** Singular values below this share of the largest are rounding. */
const negligible = 1e-7;

/**
 * The singular value decomposition of every update of an adapter, without forming the full matrices: orthonormal bases of B's columns
 * and A's rows, and the decomposition of the small matrix between them. It depends on the updates alone, not on how they were
 * factored, on where their scale stands or on a rank that is filled up with zeros.
 */
export function weightDirections({ gguf, alpha, pairs }: AdapterGguf): WeightDirections {
  return new Map(
    pairs.map(({ target, rank, a, b }): [string, UpdateDirections] => {
      const inputs = orthonormalBasis(rowsOf(readTensorValues(gguf, a), rank));
      const outputs = orthonormalBasis(columnsOf(readTensorValues(gguf, b), rank));
      return [target, decompose(outputs, inputs, alpha / rank)];
    }),
  );
}

function decompose(outputs: InBasis, inputs: InBasis, scale: number): UpdateDirections {
  if (outputs.basis.length === 0 || inputs.basis.length === 0)
    return { strengths: new Float64Array(), outputs: [], inputs: [] };
  // B·A = Σ over the rank of (outputs' basis · column) ⊗ (inputs' basis · row).
  const core = new Matrix(outputs.coordinates.map((row) => [...row]))
    .transpose()
    .mmul(new Matrix(inputs.coordinates.map((row) => [...row])))
    .mul(scale);
  const { diagonal, leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(core, {
    autoTranspose: true,
  });
  const kept = diagonal.filter((value) => value > negligible * diagonal[0]!).length;
  const vectorsOf = (basis: readonly Float64Array[], coordinates: Matrix) =>
    Array.from({ length: kept }, (_, at) => {
      const vector = new Float32Array(basis[0]!.length);
      for (const [k, direction] of basis.entries()) addMultiple(vector, coordinates.get(k, at), direction);
      return vector;
    });
  return {
    strengths: Float64Array.from(diagonal.slice(0, kept)),
    outputs: vectorsOf(outputs.basis, leftSingularVectors),
    inputs: vectorsOf(inputs.basis, rightSingularVectors),
  };
}

function rowsOf(values: Float32Array, rank: number): Float32Array[] {
  const length = values.length / rank;
  return Array.from({ length: rank }, (_, at) => values.subarray(at * length, (at + 1) * length));
}

function columnsOf(values: Float32Array, rank: number): Float32Array[] {
  const length = values.length / rank;
  return Array.from({ length: rank }, (_, at) => {
    const column = new Float32Array(length);
    for (let row = 0; row < length; row++) column[row] = values[row * rank + at]!;
    return column;
  });
}
