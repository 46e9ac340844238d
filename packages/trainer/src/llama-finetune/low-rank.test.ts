import { seededRandom } from "@locollm/core";
import { fc, test } from "@fast-check/vitest";
import { Matrix, SVD } from "ml-matrix";
import { expect } from "vitest";
import { lowRank } from "./low-rank.ts";

/** A matrix whose singular values fall by a factor, as those of a weight difference do. */
function fallingMatrix(rows: number, columns: number, factor: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const next = () => random() / 2 ** 32 - 0.5;
  const matrix = new Float32Array(rows * columns);
  for (let k = 0; k < Math.min(rows, columns, 12); k++) {
    const [left, right] = [rows, columns].map((length) => Array.from({ length }, next)) as [number[], number[]];
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        matrix[row * columns + column]! += factor ** k * left[row]! * right[column]!;
  }
  return matrix;
}

const product = ({ a, b }: ReturnType<typeof lowRank>, rows: number, columns: number, rank: number): Matrix =>
  Matrix.from1DArray(rows, rank, b).mmul(Matrix.from1DArray(rank, columns, a));

const sizes = { rows: fc.integer({ min: 1, max: 40 }), columns: fc.integer({ min: 1, max: 40 }) };

test.prop({
  ...sizes,
  rank: fc.integer({ min: 1, max: 8 }),
  factor: fc.double({ min: 0.2, max: 1, noNaN: true }),
  seed: fc.integer(),
})("no product of that rank is nearer, by more than a percent", ({ rows, columns, rank, factor, seed }) => {
  const values = fallingMatrix(rows, columns, factor, seed);
  const matrix = Matrix.from1DArray(rows, columns, values);
  const exact = new SVD(matrix, { autoTranspose: true }).diagonal;
  const best = Math.sqrt(exact.slice(rank).reduce((sum, value) => sum + value * value, 0));
  const found = lowRank(values, [rows, columns], rank, 1);
  const error = Matrix.sub(matrix, product(found, rows, columns, rank)).norm();
  expect(error).toBeLessThanOrEqual(1.01 * best + 1e-5 * matrix.norm());
  const whole = exact.reduce((sum, value) => sum + value * value, 0);
  expect(found.kept).toBeCloseTo(1 - (best * best) / whole, 2);
});

test("a matrix of that rank is found again", () => {
  const values = fallingMatrix(30, 50, 1, 3);
  const found = lowRank(values, [30, 50], 12, 1);
  expect(found.kept).toBeCloseTo(1, 5);
  expect(Matrix.sub(Matrix.from1DArray(30, 50, values), product(found, 30, 50, 12)).norm()).toBeLessThan(1e-4);
});

test("of no change nothing is made", () => {
  const { a, b, kept } = lowRank(new Float32Array(6), [2, 3], 2, 1);
  expect([...a, ...b].every((value) => value === 0)).toBe(true);
  expect(kept).toBe(1);
});
