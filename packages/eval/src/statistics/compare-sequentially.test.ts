import { shuffled } from "@locollm/core";
import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { reference } from "../../reference/statistics/reference-figures.ts";
import { drawPairs } from "../../test/draw-pairs.ts";
import { betBelow } from "./anytime-bet.ts";
import { anytimeInterval } from "./anytime-interval.ts";
import { compareSequentially } from "./compare-sequentially.ts";
import { logEValue } from "./e-value.ts";

const atMost = (rate: number, runs: number) => rate + 3 * Math.sqrt((rate * (1 - rate)) / runs);

test("the e-value agrees with the mixture's integral in exact fractions", () => {
  for (const { won, lost, eValue } of reference.eValues)
    expect(Math.exp(logEValue(won, lost)) / eValue).toBeCloseTo(1, 10);
});

test("without a difference it is ever called better or worse at most once in twenty, by exact enumeration of all orders", () => {
  // stopped[m]: the probability that the e-value has reached 20 by the m-th discordant pair, looked at after each.
  const stopped = [0];
  let open = new Map([[0, 1]]);
  for (let m = 1; m <= 1000; m++) {
    const next = new Map<number, number>();
    let now = stopped[m - 1]!;
    for (const [won, chance] of open) {
      for (const count of [won, won + 1]) {
        if (logEValue(count, m - count) >= Math.log(20)) now += chance / 2;
        else next.set(count, (next.get(count) ?? 0) + chance / 2);
      }
    }
    stopped.push(now);
    open = next;
  }
  const rows = [50, 100, 200, 500, 1000].map((items) => {
    const rates = [0.02, 0.05, 0.1, 0.2, 0.5, 1].map((discordance) =>
      stopped.slice(0, items + 1).reduce((total, chance, m) => total + chance * pmf(m, items, discordance), 0),
    );
    expect(Math.max(...rates)).toBeLessThan(0.05);
    return `${String(items).padStart(4)} items: ${rates.map((rate) => rate.toFixed(4)).join(" ")}`;
  });
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "  50 items: 0.0000 0.0000 0.0010 0.0075 0.0174 0.0233
     100 items: 0.0000 0.0010 0.0074 0.0151 0.0231 0.0276
     200 items: 0.0004 0.0074 0.0151 0.0213 0.0275 0.0309
     500 items: 0.0074 0.0173 0.0231 0.0275 0.0318 0.0340
    1000 items: 0.0150 0.0231 0.0275 0.0309 0.0340 0.0357"
  `);
});

describe("no gain", () => {
  test("is wrong at most once in five of all orders of small sets, by exact enumeration at alpha 0.2", () => {
    const rows = [
      [6, 3, 3],
      [4, 1, 7],
      [8, 5, 2],
      [3, 0, 9],
    ].map(([won, lost, same]) => {
      const total = won! + lost! + same!;
      const rate = shareStopped([won!, lost!, same!], total, (won! - lost!) / total, 0.2);
      expect(rate).toBeLessThanOrEqual(0.2);
      return `${won} won, ${lost} lost of ${total}: ${rate.toFixed(4)}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "6 won, 3 lost of 12: 0.0660
      4 won, 1 lost of 12: 0.0636
      8 won, 5 lost of 15: 0.0679
      3 won, 0 lost of 12: 0.0591"
    `);
  });

  test("is wrong at most once in twenty on 1,000 items of which 50 more are won, in 2,000 orders (3 standard errors)", () => {
    const set = Array.from({ length: 1000 }, (_, i) => (i < 125 ? 1 : i < 200 ? -1 : 0));
    let wrong = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const bet = betBelow(1000, 0.05);
      if (shuffled(set, seed).some((difference) => bet(difference) >= Math.log(20))) wrong++;
    }
    expect(wrong / 2000).toBeLessThanOrEqual(atMost(0.05, 2000));
  });
});

test("each end of the interval is ever wrong at most once in ten at alpha 0.1, in 500 orders (3 standard errors)", () => {
  const set = Array.from({ length: 100 }, (_, i) => (i < 20 ? 1 : i < 30 ? -1 : i < 40 ? 0.5 : 0));
  let [above, below] = [0, 0];
  for (let seed = 0; seed < 500; seed++) {
    // Candidates once refuted stay so: the interval after all items is wrong if it ever was.
    const [low, high] = anytimeInterval(shuffled(set, seed), 100, 0.1);
    if (low > 0.15) above++;
    if (high < 0.15) below++;
  }
  expect(above / 500).toBeLessThanOrEqual(atMost(0.1, 500));
  expect(below / 500).toBeLessThanOrEqual(atMost(0.1, 500));
});

test("needs at most 40 % of 1,000 items on average, without an effect and at +10 points", () => {
  const rows = [0, 0.1].map((effect) => {
    const runs = Array.from({ length: 300 }, (_, seed) =>
      compareSequentially(drawPairs(1000, effect, 0.2, seed), { total: 1000 }),
    );
    const mean = runs.reduce((sum, { items }) => sum + items, 0) / runs.length;
    expect(mean).toBeLessThanOrEqual(400);
    const said = Map.groupBy(runs, ({ decision }) => decision);
    return `${effect * 100} points: ${mean.toFixed(0)} items; ${[...said].map(([decision, { length }]) => `${decision} ${length}`).join(", ")}`;
  });
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "0 points: 367 items; no-gain 296, better 4
    10 points: 156 items; better 300"
  `);
});

test.prop([fc.array(fc.constantFrom(-1, -0.3, 0, 0.5, 1), { maxLength: 60 })], { numRuns: 50 })(
  "a decision does not change when more pairs come",
  (differences) => {
    const whole = compareSequentially(differences, { total: 100 });
    expect(compareSequentially(differences.slice(0, whole.items), { total: 100 })).toEqual(whole);
    if (whole.decision === "open") expect(whole.items).toBe(differences.length);
    expect(whole.interval[0]).toBeLessThanOrEqual(whole.interval[1]);
  },
);

/** The share of all orders of a set in which the bet below `candidate` ever reaches 1/alpha. */
function shareStopped(set: readonly [number, number, number], total: number, candidate: number, alpha: number): number {
  const values = [1, -1, 0];
  const follow = (left: readonly number[], drawn: readonly number[]): number => {
    const bet = betBelow(total, candidate);
    if (drawn.reduce((capital, difference) => Math.max(capital, bet(difference)), 0) >= -Math.log(alpha)) return 1;
    const remaining = left.reduce((sum, count) => sum + count, 0);
    return left.reduce((share, count, kind) => {
      if (count === 0) return share;
      const next = left.map((other, i) => (i === kind ? other - 1 : other));
      return share + (count / remaining) * follow(next, [...drawn, values[kind]!]);
    }, 0);
  };
  return follow(set, []);
}
