import { seededRandom } from "@locollm/core";
import { Matrix, QrDecomposition, SVD } from "ml-matrix";

export interface LowRank {
  /** [rank × columns], by rows. */
  readonly a: Float32Array<ArrayBuffer>;
  /** [rows × rank], by rows. */
  readonly b: Float32Array<ArrayBuffer>;
  /** Share of the matrix's sum of squares that `b · a` holds, 0 to 1. */
  readonly kept: number;
}

/** Columns beyond the rank, and rounds of iteration: with both, less than a percent is lost against an exact decomposition. */
const spare = 8;
const rounds = 3;

/**
 * The largest singular values and vectors of a matrix, their values shared equally between the two factors: subspace iteration
 * from a seeded random start (Halko, Martinsson and Tropp 2011, SIAM Review 53(2), algorithm 4.4). A whole decomposition of
 * a feed-forward layer takes minutes, and all but a few of its vectors are thrown away.
 *
 * @param matrix rows × columns, by rows
 * @param seed of the start
 */
export function lowRank(
  values: Float32Array,
  [rows, columns]: readonly [number, number],
  rank: number,
  seed: number,
): LowRank {
  const matrix = Matrix.from1DArray(rows, columns, values);
  const transposed = matrix.transpose();
  const width = Math.min(rank + spare, rows, columns);
  const random = seededRandom(seed);
  let range = orthonormal(matrix.mmul(Matrix.random(columns, width, { random: () => random() / 2 ** 32 - 0.5 })));
  for (let round = 0; round < rounds; round++) range = orthonormal(matrix.mmul(orthonormal(transposed.mmul(range))));
  const inside = new SVD(range.transpose().mmul(matrix), { autoTranspose: true });
  const { leftSingularVectors, rightSingularVectors, diagonal } = inside;
  const left = range.mmul(leftSingularVectors);
  const count = Math.min(rank, diagonal.length);
  const a = new Float32Array(rank * columns);
  const b = new Float32Array(rows * rank);
  for (let k = 0; k < count; k++) {
    const half = Math.sqrt(diagonal[k]!);
    for (let column = 0; column < columns; column++)
      a[k * columns + column] = half * rightSingularVectors.get(column, k);
    for (let row = 0; row < rows; row++) b[row * rank + k] = half * left.get(row, k);
  }
  const whole = values.reduce((sum, value) => sum + value * value, 0);
  const held = diagonal.slice(0, count).reduce((sum, value) => sum + value * value, 0);
  return { a, b, kept: whole === 0 ? 1 : Math.min(1, held / whole) };
}

/** An orthonormal basis of the columns. */
function orthonormal(matrix: Matrix): Matrix {
  return new QrDecomposition(matrix).orthogonalMatrix;
}
