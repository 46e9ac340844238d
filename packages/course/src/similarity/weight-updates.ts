import { readTensorValues, type AdapterGguf } from "@locollm/store";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { innerProducts } from "./inner-products.ts";

/** What one pair adds to its weight, B·A but for its scale, ready to be compared. */
export interface WeightUpdate {
  /** alpha / rank. */
  readonly scale: number;
  /** B's columns, each as long as the weight's output. */
  readonly columns: readonly Float32Array[];
  /** A's rows, each as long as the weight's input. */
  readonly rows: readonly Float32Array[];
  /** The squared Frobenius norm of B·A. */
  readonly squaredNorm: number;
  /** `[rank, k]`: columns · this are the left singular vectors of B·A, of those that count. */
  readonly outputs: Matrix;
  /** `[rank, k]`: rows · this are the right singular vectors likewise. */
  readonly inputs: Matrix;
}

/** An adapter's whole update, by the name of the base's tensor. */
export type WeightUpdates = ReadonlyMap<string, WeightUpdate>;

/** Singular values below this share of the largest are what half precision leaves of a rank that is filled up. */
const negligible = 2e-3;

/** Every update of an adapter, whose singular vectors are found through Gram matrices of rank by rank, without forming B·A. */
export function weightUpdates({ gguf, alpha, pairs }: AdapterGguf): WeightUpdates {
  return new Map(
    pairs.map(({ target, rank, a, b }): [string, WeightUpdate] => {
      const rows = rowsOf(readTensorValues(gguf, a), rank);
      const columns = columnsOf(readTensorValues(gguf, b), rank);
      const [ofRows, ofColumns] = [innerProducts(rows, rows), innerProducts(columns, columns)];
      return [
        target,
        {
          scale: alpha / rank,
          columns,
          rows,
          squaredNorm: Matrix.mul(ofRows, ofColumns).sum(),
          outputs: singularVectors(ofColumns, ofRows),
          inputs: singularVectors(ofRows, ofColumns),
        },
      ];
    }),
  );
}

/**
 * The singular vectors of X·Yᵀ on X's side, as combinations of X's columns, from XᵀX and YᵀY: with YᵀY = S·Sᵀ, they are X·S·w/σ for
 * the eigenvectors w and eigenvalues σ² of Sᵀ·XᵀX·S.
 */
function singularVectors(own: Matrix, other: Matrix): Matrix {
  const half = eigen(other);
  // What rounding left below 0 is 0.
  const root = half.vectors.mulRowVector(half.values.map((value) => Math.sqrt(Math.max(0, value))));
  const { values, vectors } = eigen(root.transpose().mmul(own).mmul(root));
  const largest = Math.max(...values);
  const kept = values.flatMap((value, at) => (value > 0 && value > negligible ** 2 * largest ? [at] : []));
  if (kept.length === 0) return new Matrix(own.rows, 0);
  return root.mmul(vectors.subMatrixColumn(kept)).divRowVector(kept.map((at) => Math.sqrt(values[at]!)));
}

function eigen(matrix: Matrix): { readonly values: readonly number[]; readonly vectors: Matrix } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return { values: realEigenvalues, vectors: eigenvectorMatrix };
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
