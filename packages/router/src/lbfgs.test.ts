import { expect } from "vitest";
import { fc, test } from "@fast-check/vitest";
import { minimise } from "./lbfgs.ts";

test.prop([
  fc.array(fc.tuple(fc.double({ min: 0.1, max: 50, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })), {
    minLength: 1,
    maxLength: 12,
  }),
])("finds the bottom of a quadratic bowl", (bowl) => {
  const x = new Float64Array(bowl.length);
  minimise(
    (point, gradient) =>
      bowl.reduce((sum, [steepness, bottom], i) => {
        gradient[i] = steepness * (point[i]! - bottom);
        return sum + 0.5 * steepness * (point[i]! - bottom) ** 2;
      }, 0),
    x,
    { iterations: 500, tolerance: 1e-6 },
  );
  bowl.forEach(([, bottom], i) => expect(x[i]).toBeCloseTo(bottom, 3));
});

test("gets through a curved valley (Rosenbrock)", () => {
  const x = Float64Array.of(-1.2, 1);
  minimise(
    (point, gradient) => {
      const [a, b] = [point[0]!, point[1]!];
      gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
      gradient[1] = 200 * (b - a * a);
      return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
    },
    x,
    { iterations: 200, tolerance: 1e-8 },
  );
  expect(x[0]).toBeCloseTo(1, 5);
  expect(x[1]).toBeCloseTo(1, 5);
});

test("stops where it starts when that is the bottom", () => {
  const x = Float64Array.of(2);
  minimise((point, gradient) => ((gradient[0] = point[0]! - 2), 0.5 * (point[0]! - 2) ** 2), x, {
    iterations: 10,
    tolerance: 1e-9,
  });
  expect(x[0]).toBe(2);
});
