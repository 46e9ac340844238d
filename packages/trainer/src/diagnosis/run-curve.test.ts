import { expect, test } from "vitest";
import { sparkLine } from "./spark-line.ts";
import { addToCurve, emptyCurve, keptCurve } from "./run-curve.ts";

const progress = (step: number, loss: number) =>
  ({
    event: "progress",
    step,
    steps: 9,
    loss,
    learningRate: 1e-3,
    tokens: 1,
    tokensPerSecond: 1,
    secondsLeft: 1,
  }) as const;
const check = (step: number, loss: number) => ({ event: "validation", step, loss, right: 0.5, rows: 20 }) as const;

test("steps that a resumed run does again count once", () => {
  const events = [
    progress(1, 3),
    progress(2, 2),
    check(2, 1.5),
    progress(3, 1),
    progress(2, 2),
    check(2, 1.5),
    progress(3, 1),
  ];
  expect(events.reduce(addToCurve, emptyCurve)).toEqual({
    schema: 1,
    steps: [3, 2, 1],
    rates: [1e-3, 1e-3, 1e-3],
    checks: [{ step: 2, loss: 1.5, right: 0.5 }],
  });
});

test("a curve as one line", () => {
  expect(sparkLine([8, 4, 2, 1, 0], 5)).toBe("█▅▃▂▁");
  expect(sparkLine([8, 8, 4, 4], 2)).toBe("█▅");
  expect(sparkLine([], 5)).toBe("");
  expect(sparkLine([0, 0], 5)).toBe("▁▁");
});

test("what is kept of a long run is means over equal parts of its steps", () => {
  const losses = Array.from({ length: 250 }, (_, step) => 3 - step / 100);
  const run = losses.map((loss, at) => progress(at + 1, loss)).reduce(addToCurve, emptyCurve);
  const kept = keptCurve(addToCurve(run, check(250, 0.5)))!;
  expect(kept.steps).toBe(250);
  expect(kept.losses).toHaveLength(100);
  expect(kept.losses[0]).toBe(2.99);
  expect(kept.losses.at(-1)).toBe(0.515);
  expect(kept.checks).toEqual([{ step: 250, loss: 0.5, right: 0.5 }]);
  expect(keptCurve(emptyCurve)).toBeUndefined();
});
