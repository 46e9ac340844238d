import { expect, test } from "vitest";
import { curveSvg } from "./curve-svg.ts";
import { sparkLine } from "./spark-line.ts";
import { addToCurve, emptyCurve } from "./training-curve.ts";

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

test("a curve as a picture says in words what it shows", () => {
  const svg = curveSvg([progress(1, 3), progress(2, 0.5), check(2, 0.4)].reduce(addToCurve, emptyCurve));
  expect(svg).toContain(
    'aria-label="Loss over 2 steps: from 3.00 to 0.50 nats an answer token; 0.400 on held-out rows at the end."',
  );
  expect(svg.match(/<circle/g)).toHaveLength(1);
});
