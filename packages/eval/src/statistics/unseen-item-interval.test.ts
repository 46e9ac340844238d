import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { reference } from "../../reference/statistics/reference-figures.ts";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import { unseenItemInterval } from "./unseen-item-interval.ts";

const copies = (count: number, value: number) => Array<number>(count).fill(value);

test("agrees with quadrature over beta weights", () => {
  for (const { counts, interval } of reference.unseenItem) {
    const found = unseenItemInterval(counts.flatMap(([value, count]) => copies(count, value)));
    found.forEach((end, i) => expect(Math.abs(end - interval[i]!)).toBeLessThan(1e-9));
  }
});

test("of two kinds of differences it is the mid-p binomial interval", () => {
  for (const { right, items, interval } of reference.midPBinomial) {
    const found = unseenItemInterval([...copies(right, 1), ...copies(items - right, -1)]);
    found.forEach((end, i) => expect(Math.abs((end + 1) / 2 - interval[i]!)).toBeLessThan(1e-9));
  }
});

const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

test.prop([differences], { numRuns: 40 })("holds the mean, stays in [-1, 1], mirrors", (values) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [low, high] = unseenItemInterval(values);
  expect(low).toBeGreaterThanOrEqual(-1);
  expect(high).toBeLessThanOrEqual(1);
  expect(low).toBeLessThanOrEqual(mean + 1e-9);
  expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
  const [mirroredLow] = unseenItemInterval(values.map((value) => -value));
  expect(mirroredLow).toBeCloseTo(-high, 9);
});

test("clusters of one size are as if each were one item of their mean; none is everything", () => {
  const sums = [2, -1, 0, 1.5, 3, 0, 0.25];
  const clustered = unseenItemInterval(sums, { sizes: sums.map(() => 3) });
  const single = unseenItemInterval(sums.map((sum) => sum / 3));
  clustered.forEach((end, i) => expect(end).toBeCloseTo(single[i]!, 9));
  expect(unseenItemInterval([])).toEqual([-1, 1]);
});

type World = readonly (readonly [value: number, share: number])[];
const worlds: Record<string, World> = {
  even: [
    [-0.5, 1 / 3],
    [0, 1 / 3],
    [0.5, 1 / 3],
  ],
  balanced: [
    [-0.5, 0.1],
    [0, 0.8],
    [0.5, 0.1],
  ],
  "mostly 0.1": [
    [-0.4, 1 / 6],
    [0.1, 1 / 2],
    [0.3, 1 / 3],
  ],
  skewed: [
    [0, 0.5],
    [0.2, 0.3],
    [1, 0.2],
  ],
  "rare loss and gain": [
    [0.1, 0.9],
    [-1, 0.05],
    [1, 0.05],
  ],
  "rare gain": [
    [0, 0.9],
    [0.1, 0.05],
    [1, 0.05],
  ],
  "small gains, rare loss": [
    [0.04, 0.475],
    [0.06, 0.475],
    [-0.95, 0.05],
  ],
  "one in seven gains": [
    [0, 0.85],
    [1, 0.14],
    [0.5, 0.01],
  ],
};

/** The share of all samples of a world whose interval holds the true mean, and the mean width, by enumeration. */
function coverageOf(world: World, items: number, intervalOf: (sample: readonly number[]) => readonly [number, number]) {
  const [[first, p], [second, q], [third]] = world as [World[0], World[0], World[0]];
  const truth = world.reduce((sum, [value, share]) => sum + value * share, 0);
  let [covered, width] = [0, 0];
  for (let a = 0; a <= items; a++) {
    for (let b = 0; a + b <= items; b++) {
      const chance = pmf(a, items, p) * pmf(b, items - a, q / (1 - p));
      if (chance < 1e-6) continue;
      const [low, high] = intervalOf([...copies(a, first), ...copies(b, second), ...copies(items - a - b, third)]);
      width += chance * (high - low);
      if (low - 1e-9 <= truth && truth <= high + 1e-9) covered += chance;
    }
  }
  return { covered, width };
}

function coverageRows(items: number): string {
  const rows = Object.entries(worlds).map(([name, world]) => {
    const unseen = coverageOf(world, items, (sample) => unseenItemInterval(sample));
    expect(unseen.covered).toBeGreaterThan(0.95);
    const told = ({ covered, width }: typeof unseen) => `${covered.toFixed(3)}, ${width.toFixed(2)} wide`;
    const percentiles = coverageOf(world, items, (sample) => bootstrapInterval(sample, { draws: 999 }));
    return `${name}: ${told(unseen)}; percentiles ${told(percentiles)}`;
  });
  return rows.join("\n");
}

test("of all samples of 20, at least 19 in 20 intervals hold the truth, by exact enumeration", () => {
  expect(coverageRows(20)).toMatchInlineSnapshot(`
    "even: 0.987, 0.41 wide; percentiles 0.977, 0.38 wide
    balanced: 1.000, 0.32 wide; percentiles 0.956, 0.21 wide
    mostly 0.1: 0.999, 0.32 wide; percentiles 0.953, 0.22 wide
    skewed: 0.981, 0.40 wide; percentiles 0.966, 0.35 wide
    rare loss and gain: 0.998, 0.37 wide; percentiles 0.756, 0.31 wide
    rare gain: 1.000, 0.32 wide; percentiles 0.762, 0.20 wide
    small gains, rare loss: 1.000, 0.32 wide; percentiles 0.639, 0.16 wide
    one in seven gains: 0.960, 0.38 wide; percentiles 0.974, 0.32 wide"
  `);
});

test("of all samples of 50 too", { timeout: 60_000 }, () => {
  expect(coverageRows(50)).toMatchInlineSnapshot(`
    "even: 0.968, 0.24 wide; percentiles 0.960, 0.23 wide
    balanced: 0.993, 0.16 wide; percentiles 0.961, 0.12 wide
    mostly 0.1: 0.990, 0.17 wide; percentiles 0.942, 0.13 wide
    skewed: 0.965, 0.23 wide; percentiles 0.955, 0.22 wide
    rare loss and gain: 0.975, 0.20 wide; percentiles 0.895, 0.18 wide
    rare gain: 0.998, 0.16 wide; percentiles 0.916, 0.12 wide
    small gains, rare loss: 0.997, 0.16 wide; percentiles 0.911, 0.12 wide
    one in seven gains: 0.972, 0.21 wide; percentiles 0.940, 0.20 wide"
  `);
});
