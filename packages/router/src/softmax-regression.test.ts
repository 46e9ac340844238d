import { expect, test } from "vitest";
import { fitSoftmaxRegression, logitsOf } from "./softmax-regression.ts";
import { softmax } from "./softmax.ts";
import type { SparseRow } from "./vocabulary.ts";

const row = (...columns: number[]): SparseRow => ({
  columns: Int32Array.from(columns),
  values: Float64Array.from(columns, () => 1 / Math.sqrt(columns.length)),
});

test("tells classes apart by the columns that only they have", () => {
  const rows = [row(0, 3), row(0, 4), row(1, 3), row(1, 4), row(2, 3), row(2, 4)];
  const classes = [0, 0, 1, 1, 2, 2];
  const model = fitSoftmaxRegression({ rows, classes, classCount: 3, columnCount: 5 });
  rows.forEach((each, i) => expect(softmax(logitsOf(model, each))[classes[i]!]).toBeGreaterThan(0.9));
  expect(Math.abs(model.weights[3 * 3]!)).toBeLessThan(0.01);
});

test("without columns, the classes are equally likely however many rows each has", () => {
  const rows = Array.from({ length: 10 }, () => row());
  const model = fitSoftmaxRegression({ rows, classes: [0, 1, 1, 1, 1, 1, 1, 1, 1, 1], classCount: 2, columnCount: 0 });
  expect(softmax(logitsOf(model, row()))[0]).toBeCloseTo(0.5, 3);
});

test("a column shared by two classes gives their shares of it", () => {
  const rows = [row(0), row(0), row(0), row(0), row(1), row(1), row(1), row(1)];
  const model = fitSoftmaxRegression({ rows, classes: [0, 0, 0, 1, 0, 1, 1, 1], classCount: 2, columnCount: 2 });
  expect(softmax(logitsOf(model, row(0)))[0]).toBeCloseTo(0.75, 1);
  expect(softmax(logitsOf(model, row(1)))[0]).toBeCloseTo(0.25, 1);
});
