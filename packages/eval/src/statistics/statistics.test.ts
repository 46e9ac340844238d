import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { reference } from "../../reference/statistics/reference-figures.ts";
import { estimateDiscordance } from "./discordance.ts";
import { mcNemarPower } from "./mcnemar-power.ts";
import { midPMcNemar } from "./mid-p-mcnemar.ts";
import { minimalDetectableEffect } from "./minimal-detectable-effect.ts";
import { pairedInterval } from "./paired-interval.ts";
import { requiredItems } from "./required-items.ts";
import { wilsonInterval } from "./wilson-interval.ts";

const pairs = fc
  .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }))
  .filter((counts) => counts.some((count) => count > 0))
  .map(([won, lost, same]) => ({ won, lost, items: won + lost + same }));

describe("agrees with figures that were computed another way", () => {
  test("Wilson", () => {
    for (const { right, items, interval } of reference.wilson) {
      wilsonInterval(right, items).forEach((end, i) => expect(end).toBeCloseTo(interval[i]!, 12));
    }
  });
  test("mid-p McNemar", () => {
    for (const { won, lost, p } of reference.midP) expect(midPMcNemar(won, lost)).toBeCloseTo(p, 12);
  });
  test("Tango", () => {
    for (const { won, lost, items, interval } of reference.tango) {
      pairedInterval(won, lost, items).forEach((end, i) => expect(end).toBeCloseTo(interval[i]!, 10));
    }
  });
  test("exact power", () => {
    for (const { items, difference, discordance, power } of reference.power) {
      expect(mcNemarPower(items, difference, discordance)).toBeCloseTo(power, 10);
    }
  });
});

describe("Wilson's interval", () => {
  test.prop([fc.nat(500), fc.nat(500)])("holds the share and mirrors", (a, b) => {
    const [right, items] = [Math.min(a, b), Math.max(a, b)];
    const [low, high] = wilsonInterval(right, items);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    if (items > 0) expect(low <= right / items && right / items <= high).toBe(true);
    const [mirroredLow] = wilsonInterval(items - right, items);
    expect(mirroredLow).toBeCloseTo(1 - high, 12);
  });
});

describe("mid-p McNemar", () => {
  test.prop([fc.nat(400), fc.nat(400)])("is a probability, symmetric, and falls as a lead grows", (won, lost) => {
    const p = midPMcNemar(won, lost);
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThanOrEqual(1);
    expect(midPMcNemar(lost, won)).toBe(p);
    if (won >= lost) expect(midPMcNemar(won + 1, lost)).toBeLessThanOrEqual(p + 1e-12);
  });

  // Exact: the probability of p < 0.05 when both sides are equally good, for each number of discordant pairs.
  const rejected = Array.from({ length: 201 }, (_, m) => {
    let total = 0;
    for (let won = 0; won <= m; won++) if (midPMcNemar(won, m - won) < 0.05) total += pmf(won, m, 0.5);
    return total;
  });
  const falseAlarms = (items: number, discordance: number) =>
    rejected.slice(0, items + 1).reduce((total, share, m) => total + pmf(m, items, discordance) * share, 0);

  test("is wrong at most once in twenty, by exact enumeration", () => {
    const rows = [10, 25, 50, 100, 200].map((items) => {
      const rates = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8].map((share) => falseAlarms(items, share));
      expect(Math.max(...rates)).toBeLessThan(0.05);
      return `${String(items).padStart(3)} items: ${rates.map((rate) => rate.toFixed(4)).join(" ")}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      " 10 items: 0.0000 0.0000 0.0001 0.0018 0.0078 0.0271 0.0416
       25 items: 0.0000 0.0004 0.0050 0.0252 0.0376 0.0435 0.0441
       50 items: 0.0002 0.0053 0.0247 0.0413 0.0462 0.0444 0.0488
      100 items: 0.0027 0.0245 0.0412 0.0457 0.0450 0.0494 0.0481
      200 items: 0.0169 0.0411 0.0457 0.0483 0.0493 0.0491 0.0494"
    `);
  });
});

describe("Tango's interval", () => {
  test.prop([pairs])("holds the difference, stays within [-1, 1] and mirrors", ({ won, lost, items }) => {
    const [low, high] = pairedInterval(won, lost, items);
    const difference = (won - lost) / items;
    expect(low).toBeGreaterThanOrEqual(-1);
    expect(high).toBeLessThanOrEqual(1);
    expect(low).toBeLessThanOrEqual(difference + 1e-9);
    expect(high).toBeGreaterThanOrEqual(difference - 1e-9);
    expect(pairedInterval(lost, won, items)[0]).toBe(-high);
  });

  test.prop([pairs])("excludes 0 exactly when McNemar's score test rejects", ({ won, lost, items }) => {
    const [low, high] = pairedInterval(won, lost, items);
    const statistic = won + lost === 0 ? 0 : Math.abs(won - lost) / Math.sqrt(won + lost);
    fc.pre(Math.abs(statistic - 1.959963984540054) > 1e-6);
    expect(low > 0 || high < 0).toBe(statistic > 1.959963984540054);
  });

  test("covers the truth 19 times in 20, by exact enumeration", () => {
    const rows = [20, 50].flatMap((items) =>
      [
        [0.05, 0.05],
        [0.2, 0.1],
        [0.4, 0.05],
        [0.7, 0.02],
      ].map(([won, lost]) => {
        let covered = 0;
        for (let w = 0; w <= items; w++) {
          for (let l = 0; l + w <= items; l++) {
            const [low, high] = pairedInterval(w, l, items);
            const truth = won! - lost!;
            if (low <= truth && truth <= high) covered += pmf(w, items, won!) * pmf(l, items - w, lost! / (1 - won!));
          }
        }
        expect(covered).toBeGreaterThan(0.93);
        return `${items} items, won ${won}, lost ${lost}: ${covered.toFixed(3)}`;
      }),
    );
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "20 items, won 0.05, lost 0.05: 0.986
      20 items, won 0.2, lost 0.1: 0.957
      20 items, won 0.4, lost 0.05: 0.967
      20 items, won 0.7, lost 0.02: 0.966
      50 items, won 0.05, lost 0.05: 0.953
      50 items, won 0.2, lost 0.1: 0.952
      50 items, won 0.4, lost 0.05: 0.953
      50 items, won 0.7, lost 0.02: 0.949"
    `);
  });
});

describe("planning", () => {
  test("what a number of items can show", () => {
    const rows = [4, 5, 20, 50, 100, 200, 500, 1000].map(
      (items) => `${items} items: ${(100 * minimalDetectableEffect(items)).toFixed(1)} points`,
    );
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "4 items: 100.0 points
      5 items: 95.6 points
      20 items: 31.3 points
      50 items: 16.4 points
      100 items: 12.1 points
      200 items: 8.7 points
      500 items: 5.6 points
      1000 items: 3.9 points"
    `);
  });

  test.prop([fc.integer({ min: 5, max: 400 }), fc.double({ min: 0.01, max: 0.9, noNaN: true })], { numRuns: 30 })(
    "the smallest difference that shows has power 0.8, one a little smaller has not",
    (items, discordance) => {
      const effect = minimalDetectableEffect(items, discordance);
      const power = (difference: number) => mcNemarPower(items, difference, Math.max(discordance, difference));
      fc.pre(effect < 1);
      expect(power(effect)).toBeGreaterThanOrEqual(0.8);
      expect(power(effect - 2e-6)).toBeLessThan(0.8);
    },
  );

  test.prop([fc.double({ min: 0.03, max: 1, noNaN: true }), fc.double({ min: 0.05, max: 0.9, noNaN: true })], {
    numRuns: 30,
  })(
    "the required items have power 0.8, one fewer have not, near Connor's approximation",
    (difference, discordance) => {
      const psi = Math.max(difference, discordance);
      const items = requiredItems(difference, discordance);
      expect(mcNemarPower(items, difference, psi)).toBeGreaterThanOrEqual(0.8);
      expect(mcNemarPower(items - 1, difference, psi)).toBeLessThan(0.8);
      // R. J. Connor, Biometrics 43 (1987) 207–211.
      const connor = (1.959964 * Math.sqrt(psi) + 0.841621 * Math.sqrt(psi - difference ** 2)) ** 2 / difference ** 2;
      expect(Math.abs(items - connor)).toBeLessThan(0.1 * connor + 10 / difference);
    },
  );

  test("refuses a difference that is none", () => {
    expect(() => requiredItems(0)).toThrow(RangeError);
  });

  test("a few agreeing pairs do not promise that anything would show", () => {
    expect(estimateDiscordance(0, 0, 10)).toBeCloseTo(2 / 12, 12);
  });
});
