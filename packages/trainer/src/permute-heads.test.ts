import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { permuteHeads, unpermuteHeads } from "./permute-heads.ts";

test("interleaves a head's two halves", () => {
  const rows = Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...permuteHeads(rows, 2, 1)]).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
});

const matrix = fc
  .record({
    heads: fc.integer({ min: 1, max: 6 }),
    half: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ heads, half, columns }) =>
    fc.record({
      heads: fc.constant(heads),
      columns: fc.constant(columns),
      values: fc.float32Array({
        minLength: heads * half * 2 * columns,
        maxLength: heads * half * 2 * columns,
        noNaN: true,
      }),
    }),
  );

test.prop([matrix])("is undone by its inverse, both ways", ({ heads, columns, values }) => {
  expect(unpermuteHeads(permuteHeads(values, heads, columns), heads, columns)).toEqual(values);
  expect(permuteHeads(unpermuteHeads(values, heads, columns), heads, columns)).toEqual(values);
});

test("refuses rows that are no whole heads", () => {
  expect(() => permuteHeads(new Float32Array(9), 2, 1)).toThrow("9 rows are not 2 heads of an even size");
});
