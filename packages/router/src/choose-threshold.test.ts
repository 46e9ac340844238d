import { expect, test } from "vitest";
import { chooseThreshold, countHeldOut, type HeldOutRoute } from "./choose-threshold.ts";

const none = (probability: number): HeldOutRoute => ({ outOfScope: true, right: false, probability });
const own = (probability: number, right = true): HeldOutRoute => ({ outOfScope: false, right, probability });

test("half is enough when nothing else reaches it", () => {
  expect(chooseThreshold([none(0.49), own(0.2)])).toBe(0.5);
  expect(chooseThreshold([])).toBe(0.5);
});

test("rises above all but 1 in 10 questions of none, and no further than 0.95", () => {
  const routes = [...Array.from({ length: 10 }, () => none(0.1)), none(0.8), none(0.715)];
  expect(chooseThreshold(routes)).toBe(0.72);
  expect(chooseThreshold([none(0.999)])).toBe(0.95);
});

test("counts right, rejected and wrongly accepted questions", () => {
  expect(countHeldOut([own(0.9), own(0.4), own(0.9, false), none(0.6), none(0.1)], 0.5)).toEqual({
    questions: 3,
    routed: 1,
    outOfScope: 2,
    accepted: 1,
  });
});
