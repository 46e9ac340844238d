import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { reference } from "../../reference/statistics/reference-figures.ts";
import { pairedInterval } from "./paired-interval.ts";
import { pairedNonInferiority } from "./paired-non-inferiority.ts";
import { pairedScore } from "./paired-score.ts";

test("agrees with every table enumerated", () => {
  for (const { won, lost, items, margin, p } of reference.nonInferiority)
    expect(Math.abs(pairedNonInferiority(won, lost, items, margin) - p)).toBeLessThan(1e-9);
});

const cases = fc
  .tuple(fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.01, max: 0.5, noNaN: true }))
  .map(([won, lost, same, margin]) => ({ won, lost, items: won + lost + same, margin }));

// Its highest chance lies within a hundredth of where nothing is won.
const narrowPeak = { won: 56, lost: 50, items: 108, margin: 0.013277486594809611 };

test.prop([cases], { numRuns: 40, examples: [[narrowPeak]] })(
  "falls with a win, rises with a loss, and with a narrower margin",
  (one) => {
    const { won, lost, items, margin } = one;
    const p = pairedNonInferiority(won, lost, items, margin);
    expect(p).toBeGreaterThanOrEqual(0);
    expect(p).toBeLessThanOrEqual(1);
    expect(pairedNonInferiority(won + 1, lost, items, margin)).toBeLessThanOrEqual(p + 1e-9);
    expect(pairedNonInferiority(won, lost + 1, items, margin)).toBeGreaterThanOrEqual(p - 1e-9);
  },
);

test("refuses a margin that is none; no items show nothing", () => {
  expect(() => pairedNonInferiority(1, 1, 10, 0)).toThrow(RangeError);
  expect(() => pairedNonInferiority(1, 1, 10, 1)).toThrow(RangeError);
  expect(pairedNonInferiority(0, 0, 0, 0.1)).toBe(1);
});

/** Of all tables, those that show it, as the fewest wins for each count of losses. */
function fewestWins(items: number, shown: (won: number, lost: number) => boolean): number[] {
  return Array.from({ length: items + 1 }, (_, lost) => {
    let [few, enough] = [0, items - lost + 1];
    while (few < enough) {
      const middle = Math.floor((few + enough) / 2);
      if (shown(middle, lost)) enough = middle;
      else few = middle + 1;
    }
    return enough;
  });
}

test("is wrong at most 2.5 % of the time where the truth is the margin, by exact enumeration", () => {
  const rows: string[] = [];
  for (const margin of [0.03, 0.05, 0.1]) {
    for (const items of [50, 100, 200]) {
      const tables = Array.from({ length: items + 1 }, (_, lost) =>
        Array.from({ length: items + 1 - lost }, (__, won) => pairedScore(won, lost, items, -margin)),
      );
      // The p-value orders tables as the statistic does: find the least one that is significant, then count all above it.
      const order = tables
        .flatMap((row, lost) => row.map((score, won) => ({ score, won, lost })))
        .sort((a, b) => a.score - b.score);
      let [few, enough] = [0, order.length];
      while (few < enough) {
        const middle = Math.floor((few + enough) / 2);
        const { won, lost } = order[middle]!;
        if (pairedNonInferiority(won, lost, items, margin) < 0.025) enough = middle;
        else few = middle + 1;
      }
      const needed = order[enough]!.score - 1e-9;
      const exact = fewestWins(items, (won, lost) => tables[lost]![won]! >= needed);
      const byInterval = fewestWins(items, (won, lost) => pairedInterval(won, lost, items)[0] > -margin);
      const wrong = (wins: readonly number[], discordance: number) => {
        const [winning, losing] = [(discordance - margin) / 2, (discordance + margin) / 2];
        let total = 0;
        for (const [lost, least] of wins.entries())
          for (let won = least; won + lost <= items; won++)
            total +=
              pmf(lost, items, losing) * pmf(won, items - lost, Math.min(1, Math.max(0, winning) / (1 - losing)));
        return total;
      };
      const grid = [margin, 0.12, 0.2, 0.3, 0.4, 0.6, 0.8, 1];
      const rates = grid.map((discordance) => wrong(exact, discordance));
      expect(Math.max(...rates)).toBeLessThanOrEqual(0.025);
      const tango = Math.max(...grid.map((discordance) => wrong(byInterval, discordance)));
      rows.push(
        `margin ${margin}, ${String(items).padStart(3)} items: ${rates.map((rate) => rate.toFixed(4)).join(" ")}; by Tango's interval up to ${tango.toFixed(4)}`,
      );
    }
  }
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "margin 0.03,  50 items: 0.0000 0.0177 0.0212 0.0214 0.0233 0.0234 0.0240 0.0198; by Tango's interval up to 0.0251
    margin 0.03, 100 items: 0.0000 0.0224 0.0232 0.0249 0.0239 0.0240 0.0249 0.0226; by Tango's interval up to 0.0256
    margin 0.03, 200 items: 0.0162 0.0214 0.0234 0.0236 0.0232 0.0238 0.0241 0.0201; by Tango's interval up to 0.0280
    margin 0.05,  50 items: 0.0000 0.0145 0.0179 0.0188 0.0189 0.0203 0.0205 0.0139; by Tango's interval up to 0.0278
    margin 0.05, 100 items: 0.0059 0.0205 0.0219 0.0241 0.0242 0.0242 0.0250 0.0226; by Tango's interval up to 0.0253
    margin 0.05, 200 items: 0.0090 0.0228 0.0237 0.0233 0.0233 0.0238 0.0241 0.0201; by Tango's interval up to 0.0280
    margin 0.1,  50 items: 0.0052 0.0116 0.0173 0.0206 0.0211 0.0217 0.0237 0.0235; by Tango's interval up to 0.0261
    margin 0.1, 100 items: 0.0078 0.0152 0.0210 0.0215 0.0229 0.0226 0.0228 0.0176; by Tango's interval up to 0.0284
    margin 0.1, 200 items: 0.0168 0.0187 0.0219 0.0232 0.0232 0.0236 0.0239 0.0199; by Tango's interval up to 0.0278"
  `);
});
