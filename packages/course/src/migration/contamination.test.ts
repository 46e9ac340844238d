import type { MigratedAdapter } from "@locollm/core";
import { expect, test } from "vitest";
import { contaminationWords } from "./contamination.ts";

const counts = (right: number, items: number) => ({ items, right, wrong: items - right, invalid: 0, errors: 0 });
const moved = (before: [number, number], after: [number, number]) =>
  ({
    revealed: {
      before: { public: counts(before[0], 200), sealed: counts(before[1], 100) },
      after: { public: counts(after[0], 200), sealed: counts(after[1], 100) },
    },
  }) as unknown as MigratedAdapter;

test("a gap that the old base does not have is told", () => {
  expect(contaminationWords([moved([60, 30], [180, 40]), moved([62, 29], [176, 45])])).toMatchInlineSnapshot(`
    [
      "The new base alone is right on 356 of 400 public items and 85 of 200 that were sealed, a gap of +46.5 points (95 % interval +38.8 to +53.7); the old base alone on 122 of 400 public items and 59 of 200 that were sealed, a gap of +1.0 points (95 % interval −6.9 to +8.5).",
      "The new base's gap is beyond the old one's: that is what it looks like where a base has seen the public items. Compare adapters on the sealed ones.",
    ]
  `);
});

test("a gap that both have says that the sealed items are harder", () => {
  expect(contaminationWords([moved([100, 30], [120, 40])])[1]).toBe(
    "The new base's gap is not beyond the old one's: nothing shows that it has seen the public items.",
  );
});

test("without revealed rows nothing is claimed", () => {
  expect(contaminationWords([{} as MigratedAdapter])).toEqual([
    "No sealed rows of these adapters are revealed, so nothing here shows whether the new base has seen the public items.",
  ]);
});
