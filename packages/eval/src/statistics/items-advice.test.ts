import { expect, test } from "vitest";
import { itemsAdvice } from "./items-advice.ts";
import { minimalDetectableEffect } from "./minimal-detectable-effect.ts";
import { requiredItems } from "./required-items.ts";

test("how many items to write, in plain words", () => {
  expect([0, 1, 60, 200].map((items) => itemsAdvice(items)).join("\n")).toMatchInlineSnapshot(`
    "0 items can show nothing: write 152 more to show +10 points (four times in five).
    1 item can show nothing: write 151 more to show +10 points (four times in five).
    60 items can only show +15.2 points: write 92 more to show +10 points (four times in five).
    200 items can show +8.7 points (four times in five)."
  `);
  expect(itemsAdvice(60, { planned: 200 })).toMatchInlineSnapshot(
    `"60 items can only show +15.2 points: write 140 more to show +8.7 points (four times in five)."`,
  );
  expect(itemsAdvice(60, { planned: 100 })).toBe(itemsAdvice(60));
});

test("the figures are those of the statistics", () => {
  const [, shows, more, then] = /show \+([\d.]+) points: write (\d+) more to show \+([\d.]+)/.exec(itemsAdvice(60))!;
  expect(Number(shows)).toBeCloseTo(100 * minimalDetectableEffect(60), 1);
  expect(60 + Number(more)).toBe(requiredItems(Number(then) / 100));
});
