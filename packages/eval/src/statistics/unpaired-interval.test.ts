import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { unpairedInterval } from "./unpaired-interval.ts";

// Newcombe 1998, table II, method 10, rows a to h.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
])("%i of %i less %i of %i is between %d and %d", (a, m, b, n, low, high) => {
  const found = unpairedInterval({ right: a, items: m }, { right: b, items: n });
  expect(found[0]).toBeCloseTo(low, 4);
  expect(found[1]).toBeCloseTo(high, 4);
});

test.each([
  [200, 50, 0.85, 0.8],
  [200, 40, 0.5, 0.5],
  [60, 24, 0.95, 0.7],
  [200, 30, 0.04, 0.1],
])(
  "of %i and %i items it holds the true difference of %d and %d as often as it says, within two points",
  (m, n, p, q) => {
    let held = 0;
    for (const [a, pa] of binomial(m, p)) {
      for (const [b, pb] of binomial(n, q)) {
        const [low, high] = unpairedInterval({ right: a, items: m }, { right: b, items: n });
        if (low <= p - q && high >= p - q) held += pa * pb;
      }
    }
    expect(held).toBeGreaterThan(0.93);
    expect(held).toBeLessThan(0.98);
  },
);

/** Every count of `items` and its probability. */
function binomial(items: number, share: number): [number, number][] {
  let chance = (1 - share) ** items;
  return Array.from({ length: items + 1 }, (_, right) => {
    if (right > 0) chance *= (((items - right + 1) / right) * share) / (1 - share);
    return [right, chance];
  });
}

const share = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([items, part]) => ({ items, right: Math.round(items * part) }));

property.prop([share, share])(
  "holds the difference, stays within its bounds, and turns over with the sides",
  (a, b) => {
    const [low, high] = unpairedInterval(a, b);
    const difference = a.right / a.items - b.right / b.items;
    expect(low).toBeLessThanOrEqual(difference + 1e-12);
    expect(high).toBeGreaterThanOrEqual(difference - 1e-12);
    expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
    expect(high).toBeLessThanOrEqual(1 + 1e-12);
    const [otherLow, otherHigh] = unpairedInterval(b, a);
    expect(otherLow).toBeCloseTo(-high, 12);
    expect(otherHigh).toBeCloseTo(-low, 12);
  },
);

test("no items say nothing", () => {
  expect(unpairedInterval({ right: 0, items: 0 }, { right: 3, items: 4 })).toEqual([-1, 1]);
});
