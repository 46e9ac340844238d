import type { LabelledRows } from "../src/softmax-regression.ts";
import type { SparseRow } from "../src/vocabulary.ts";

/** The plainest classifier of text, as a reference: the cosine with each class's mean row. */
export function fitNearestCentroid({
  rows,
  classes,
  classCount,
  columnCount,
}: LabelledRows): (row: SparseRow) => Float64Array {
  const sums = Array.from({ length: classCount }, () => new Float64Array(columnCount));
  rows.forEach((row, i) => row.columns.forEach((column, j) => (sums[classes[i]!]![column]! += row.values[j]!)));
  for (const sum of sums) {
    const length = Math.sqrt(sum.reduce((total, value) => total + value * value, 0));
    sum.forEach((value, column) => (sum[column] = value / length));
  }
  return (row) =>
    Float64Array.from(sums, (sum) =>
      row.columns.reduce((total, column, j) => total + sum[column]! * row.values[j]!, 0),
    );
}
