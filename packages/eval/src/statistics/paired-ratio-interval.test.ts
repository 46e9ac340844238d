import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { pairedRatioInterval } from "./paired-ratio-interval.ts";

/** Probability that the interval holds the true ratio, by enumeration of every outcome of `items` pairs. */
function coverage(items: number, [both, onlyFirst, onlySecond]: readonly [number, number, number]): number {
  const logFactorial = Array.from({ length: items + 1 }, () => 0);
  for (let i = 1; i <= items; i++) logFactorial[i] = logFactorial[i - 1]! + Math.log(i);
  const neither = 1 - both - onlyFirst - onlySecond;
  const ratio = (both + onlyFirst) / (both + onlySecond);
  let covered = 0;
  for (let a = 0; a <= items; a++) {
    for (let b = 0; a + b <= items; b++) {
      for (let c = 0; a + b + c <= items; c++) {
        const d = items - a - b - c;
        const [low, high] = pairedRatioInterval(a, b, c);
        if (low > ratio || high < ratio) continue;
        const ways = logFactorial[items]! - logFactorial[a]! - logFactorial[b]! - logFactorial[c]! - logFactorial[d]!;
        const chance = a * Math.log(both) + b * Math.log(onlyFirst) + c * Math.log(onlySecond) + d * Math.log(neither);
        covered += Math.exp(ways + chance);
      }
    }
  }
  return covered;
}

test.each([[[0.3, 0.1, 0.2]], [[0.1, 0.05, 0.6]], [[0.6, 0.1, 0.1]], [[0.02, 0.05, 0.4]]] as const)(
  "covers the true ratio at shares %j as often as it says, within two points",
  (shares) => {
    const held = coverage(40, shares);
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.99);
  },
);

test("2 of 21 in 8 of 21, the airway example of Fagerland et al., one pair in both", () => {
  expect(pairedRatioInterval(1, 1, 7).map((end) => Number(end.toFixed(3)))).toMatchInlineSnapshot(`
    [
      0.068,
      0.923,
    ]
  `);
});

const count = fc.integer({ min: 0, max: 200 });
property.prop([count, count, count])("holds the ratio, and turns over with the sides", (both, first, second) => {
  const [low, high] = pairedRatioInterval(both, first, second);
  const ratio = (both + first) / (both + second);
  expect(low <= ratio || Number.isNaN(ratio)).toBe(true);
  expect(high >= ratio || Number.isNaN(ratio)).toBe(true);
  const [otherLow, otherHigh] = pairedRatioInterval(both, second, first);
  expect(otherLow).toBeCloseTo(1 / high, 10);
  expect(1 / otherHigh).toBeCloseTo(low, 10);
});
