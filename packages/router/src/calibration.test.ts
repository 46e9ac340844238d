import { expect } from "vitest";
import { fc, test } from "@fast-check/vitest";
import { fitTemperature, type HeldOutQuestion } from "./calibration.ts";
import { softmax } from "./softmax.ts";

/** Questions of which exactly the share that the logits at this temperature promise belongs to each class. */
function questionsAt(temperature: number): HeldOutQuestion[] {
  return [0.5, 1, 2, 3].flatMap((margin) =>
    [1, -1].flatMap((side) => {
      const logits = [side * margin, 0];
      const first = Math.round(1000 * softmax(logits, temperature)[0]!);
      return Array.from({ length: 1000 }, (_, i) => ({ logits, own: i < first ? 0 : 1 }));
    }),
  );
}

test.prop([fc.double({ min: 0.3, max: 4, noNaN: true })], { numRuns: 10 })(
  "finds the temperature that the answers were drawn at",
  (temperature) => {
    expect(fitTemperature(questionsAt(temperature)) / temperature).toBeCloseTo(1, 1);
  },
);

test("stays within its bounds when every answer is right, and is 1 without any", () => {
  expect(fitTemperature([{ logits: [5, 0], own: 0 }])).toBeGreaterThanOrEqual(0.05);
  expect(fitTemperature([{ logits: [5, 0], own: 1 }])).toBeLessThanOrEqual(20);
  expect(fitTemperature([])).toBe(1);
});

test.prop([
  fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 8 }),
  fc.double({ min: 0.05, max: 20, noNaN: true }),
])("softmax gives probabilities", (logits, temperature) => {
  const probabilities = softmax(logits, temperature);
  expect(probabilities.every((probability) => probability >= 0 && probability <= 1)).toBe(true);
  expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 10);
});
