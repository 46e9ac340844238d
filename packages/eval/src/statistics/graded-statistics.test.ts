import { seededRandom } from "@locollm/core";
import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { reference } from "../../reference/statistics/reference-figures.ts";
import { benjaminiHochberg, holm } from "./adjust-p-values.ts";
import { bootstrapInterval } from "./bootstrap-interval.ts";
import { clusteredDifference } from "./clustered-difference.ts";
import { permutationTest } from "./permutation-test.ts";

const near = (found: number, expected: number) => expect(found).toBeCloseTo(expected, 10);

describe("agrees with figures that were computed another way", () => {
  test("permutation test", () => {
    for (const { differences, p } of reference.permutation) near(permutationTest(differences), p);
  });
  test("permutation test of right and wrong: exact McNemar", () => {
    for (const { won, lost, p } of reference.exactMcNemar)
      near(permutationTest([...Array<number>(won).fill(1), ...Array<number>(lost).fill(-1), 0, 0]), p);
  });
  test("clustered standard error, interval and test", () => {
    for (const { differences, clusters, mean, standardError, interval, p } of reference.clustered) {
      const found = clusteredDifference(differences, clusters);
      near(found.mean, mean);
      near(found.standardError, standardError);
      near(found.interval[0], Math.max(-1, interval[0]));
      near(found.interval[1], Math.min(1, interval[1]));
      near(found.pValue, p);
    }
  });
  test("bootstrap interval", () => {
    for (const { differences, interval } of reference.bootstrap) {
      const [low, high] = bootstrapInterval(differences);
      near(low, interval[0]);
      near(high, interval[1]);
    }
  });
  test("Holm, Benjamini-Hochberg", () => {
    for (const { p, holm: stepDown, benjaminiHochberg: stepUp } of reference.adjusted) {
      holm(p).forEach((found, i) => near(found, stepDown[i]!));
      benjaminiHochberg(p).forEach((found, i) => near(found, stepUp[i]!));
    }
  });
});

const difference = fc.double({ min: -1, max: 1, noNaN: true });
const differences = fc.array(difference, { minLength: 1, maxLength: 40 });

describe("permutation test", () => {
  test.prop([differences], { numRuns: 30 })("is a probability, mirrors, and gives the same twice", (values) => {
    const p = permutationTest(values);
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThanOrEqual(1);
    expect(permutationTest(values.map((value) => -value))).toBe(p);
    expect(permutationTest(values)).toBe(p);
  });

  test("of no difference is 1", () => {
    expect(permutationTest([])).toBe(1);
    expect(permutationTest([0, 0])).toBe(1);
    expect(permutationTest([0.1, 0.2, -0.3])).toBe(1);
  });

  test("random flips come near to the count of all", () => {
    const values = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? -0.5 : 0.25));
    const exact = permutationTest(values);
    const random = permutationTest(values.map((value) => value * Math.SQRT1_2));
    expect(Math.abs(random - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000));
  });

  test("is wrong at most once in twenty, by exact enumeration of all signs", () => {
    const grid: Record<string, number[]> = {
      "12 equal": Array<number>(12).fill(1),
      "12 on a grid": [0.25, 0.25, 0.5, 0.5, 0.75, 1, 1, 1, 0.25, 0.5, 0.75, 0.25],
      "12 unequal": Array.from({ length: 12 }, (_, i) => Math.sin(i + 1) ** 2),
      "10 clusters of 1 to 10": Array.from({ length: 10 }, (_, i) => i + 1),
      "6 clusters, one large": [1, 1, 1, 1, 1, 20],
    };
    const rows = Object.entries(grid).map(([name, sizes]) => {
      let rejected = 0;
      for (let signs = 0; signs < 2 ** sizes.length; signs++) {
        if (permutationTest(sizes.map((size, i) => (signs & (1 << i) ? size : -size))) <= 0.05) rejected++;
      }
      const rate = rejected / 2 ** sizes.length;
      expect(rate).toBeLessThanOrEqual(0.05);
      return `${name}: ${rate.toFixed(4)}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "12 equal: 0.0386
      12 on a grid: 0.0317
      12 unequal: 0.0498
      10 clusters of 1 to 10: 0.0488
      6 clusters, one large: 0.0313"
    `);
  });
});

/** The share of all samples of 20 from a world of three differences whose interval holds the true mean, by enumeration. */
function coverageOf(world: readonly (readonly [value: number, share: number])[]): number {
  const truth = world.reduce((sum, [value, share]) => sum + value * share, 0);
  let covered = 0;
  for (let a = 0; a <= 20; a++) {
    for (let b = 0; a + b <= 20; b++) {
      const chance = pmf(a, 20, world[0]![1]) * pmf(b, 20 - a, world[1]![1] / (1 - world[0]![1]));
      if (chance < 1e-6) continue;
      const sample = [a, b, 20 - a - b].flatMap((count, i) => Array<number>(count).fill(world[i]![0]));
      const [low, high] = bootstrapInterval(sample, { draws: 1999 });
      if (low - 1e-9 <= truth && truth <= high + 1e-9) covered += chance;
    }
  }
  return covered;
}

describe("bootstrap interval", () => {
  test.prop([differences], { numRuns: 20 })("holds the mean, stays in [-1, 1], mirrors", (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const [low, high] = bootstrapInterval(values, { draws: 499 });
    expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
    expect(high).toBeLessThanOrEqual(1 + 1e-12);
    expect(low).toBeLessThanOrEqual(high);
    expect(low).toBeLessThanOrEqual(mean + 1e-9);
    expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
    const [mirroredLow, mirroredHigh] = bootstrapInterval(
      values.map((value) => -value),
      { draws: 499 },
    );
    expect(mirroredLow).toBeCloseTo(-high, 9);
    expect(mirroredHigh).toBeCloseTo(-low, 9);
  });

  test("where nothing differs, it is as wide as unseen items leave open", () => {
    const [low, high] = bootstrapInterval(Array<number>(100).fill(0));
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(["-0.0362", "0.0362"]);
    expect(bootstrapInterval([])).toEqual([-1, 1]);
  });

  test("covers the truth about 19 times in 20, by exact enumeration of all samples of 20", () => {
    const worlds: Record<string, readonly (readonly [value: number, share: number])[]> = {
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
    };
    const rows = Object.entries(worlds).map(([name, world]) => {
      const covered = coverageOf(world);
      expect(covered).toBeGreaterThan(0.93);
      return `${name}: ${covered.toFixed(3)}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "even: 0.967
      balanced: 0.956
      mostly 0.1: 0.943
      skewed: 0.949"
    `);
  });

  test("covers the truth too seldom where nine pairs in ten are alike and a rare one is large: the sample may hold none", () => {
    const rare = [
      [0.1, 0.9],
      [-1, 0.05],
      [1, 0.05],
    ] as const;
    const rareGain = [
      [0, 0.9],
      [0.1, 0.05],
      [1, 0.05],
    ] as const;
    expect([rare, rareGain].map((world) => coverageOf(world).toFixed(3))).toMatchInlineSnapshot(`
      [
        "0.756",
        "0.762",
      ]
    `);
  });
});

describe("clustered difference", () => {
  test("one cluster tells nothing, clusters of one item are the plain standard error", () => {
    const one = clusteredDifference([1, 0, 1], ["a", "a", "a"]);
    expect([one.interval, one.pValue, one.standardError]).toEqual([[-1, 1], 1, Infinity]);
    const each = clusteredDifference([1, 0, 1, 0], ["a", "b", "c", "d"]);
    expect(each.standardError).toBeCloseTo(Math.sqrt(1 / 3 / 4), 12);
    expect(each.designEffect).toBeCloseTo(1, 12);
  });

  test("copies of each item widen nothing away", () => {
    const values = Array.from({ length: 30 }, (_, i) => [1, 0, -1, 0, 1, 1][i % 6]!);
    const names = values.map((_, i) => `source ${i}`);
    const single = clusteredDifference(values, names);
    const copied = clusteredDifference([...values, ...values, ...values], [...names, ...names, ...names]);
    expect(copied.standardError).toBeCloseTo(single.standardError, 12);
    expect(copied.designEffect).toBeCloseTo(3, 12);
  });

  test("covers the truth 19 times in 20, in 2000 simulated sets of 20 sources with 1 to 5 items (3 standard errors)", () => {
    const random = seededRandom(4);
    const uniform = () => random() / 2 ** 32;
    let covered = 0;
    for (let run = 0; run < 2000; run++) {
      const [values, names]: [number[], string[]] = [[], []];
      for (let source = 0; source < 20; source++) {
        const [won, lost] = uniform() < 0.5 ? [0.4, 0.1] : [0.1, 0.2];
        for (let item = 0; item <= source % 5; item++) {
          const drawn = uniform();
          values.push(drawn < won ? 1 : drawn < won + lost ? -1 : 0);
          names.push(`${source}`);
        }
      }
      const { interval } = clusteredDifference(values, names);
      if (interval[0] <= 0.1 && 0.1 <= interval[1]) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / 2000));
  });
});

test.prop([fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })])(
  "adjusted p-values are never smaller than the plain ones, nor Holm's than Benjamini and Hochberg's",
  (pValues) => {
    const [stepDown, stepUp] = [holm(pValues), benjaminiHochberg(pValues)];
    for (const [i, p] of pValues.entries()) {
      expect(stepUp[i]!).toBeGreaterThanOrEqual(p - 1e-15);
      expect(stepDown[i]!).toBeGreaterThanOrEqual(stepUp[i]! - 1e-15);
      expect(stepDown[i]!).toBeLessThanOrEqual(1);
    }
  },
);
