import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { expect, test } from "vitest";
import { permutationTest } from "../statistics/permutation-test.ts";
import { decideOutcome, type DecideOptions } from "./decide-outcome.ts";

const alpha = 0.05;
const copies = (count: number, value: number) => Array<number>(count).fill(value);
const shows = (differences: readonly number[], options: Omit<DecideOptions, "alpha">) => {
  const { outcome } = decideOutcome(differences, { alpha, ...options });
  return outcome === "better" || outcome === "worse";
};

/** All (a, b) with a + b ≤ items for which a verdict says that there is a difference. */
function tablesThatShow(items: number, shown: (a: number, b: number) => boolean): [a: number, b: number][] {
  const found: [number, number][] = [];
  for (let a = 0; a <= items; a++) for (let b = 0; a + b <= items; b++) if (shown(a, b)) found.push([a, b]);
  return found;
}

const chanceOf = (a: number, b: number, items: number, p: number, q: number) =>
  pmf(a, items, Math.min(1, p)) * pmf(b, items - a, p >= 1 - 1e-12 ? 0 : Math.min(1, Math.max(0, q) / (1 - p)));

// The mid-p keeps its level nearly: of 20 items, most discordant, it is exceeded by 2 in 10,000.
test("right and wrong: a verdict without a difference once in twenty at most, or nearly, by exact enumeration", () => {
  const rows = [20, 50, 100].map((items) => {
    const found = tablesThatShow(items, (won, lost) =>
      shows([...copies(won, 1), ...copies(lost, -1), ...copies(items - won - lost, 0)], {
        clusters: undefined,
        graded: false,
      }),
    );
    const sizes = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8].map((discordance) =>
      found.reduce((sum, [won, lost]) => sum + chanceOf(won, lost, items, discordance / 2, discordance / 2), 0),
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(alpha + 0.0005);
    return `${items} items: ${sizes.map((size) => size.toFixed(4)).join(" ")}`;
  });
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "20 items: 0.0000 0.0002 0.0023 0.0171 0.0320 0.0416 0.0502
    50 items: 0.0002 0.0053 0.0247 0.0413 0.0462 0.0444 0.0488
    100 items: 0.0027 0.0245 0.0412 0.0457 0.0450 0.0494 0.0481"
  `);
});

/** Three values, and shares of the first two, chosen so that the mean is 0. */
const worlds: Record<string, { values: readonly [number, number, number]; shares: readonly [number, number][] }> = {
  "−0.5, 0, 0.5": {
    values: [-0.5, 0.5, 0],
    shares: [
      [0.05, 0.05],
      [0.2, 0.2],
      [0.4, 0.4],
    ],
  },
  "−1, 0, 1": {
    values: [-1, 1, 0],
    shares: [
      [0.02, 0.02],
      [0.1, 0.1],
      [0.3, 0.3],
    ],
  },
  "0.04, 0.06, −0.95": { values: [0.04, 0.06, -0.95], shares: [[0.475, 0.475]] },
  "0.04, 0.06, −0.45": { values: [0.04, 0.06, -0.45], shares: [[0.45, 0.45]] },
  "0.2, 0, −0.8": {
    values: [0.2, -0.8, 0],
    shares: [
      [0.4, 0.1],
      [0.8, 0.2],
    ],
  },
  "0.1, 0.3, −0.4": {
    values: [0.1, -0.4, 0.3],
    shares: [
      [0.7, 0.16 / 0.7],
      [0.2, 0.26 / 0.7],
    ],
  },
};

test(
  "graded: a verdict without a mean difference at most once in twenty, by exact enumeration",
  { timeout: 300_000 },
  () => {
    const rows = [20, 50].flatMap((items) =>
      Object.entries(worlds).map(([name, { values, shares }]) => {
        const found = tablesThatShow(items, (a, b) =>
          shows([...copies(a, values[0]), ...copies(b, values[1]), ...copies(items - a - b, values[2])], {
            clusters: undefined,
            graded: true,
          }),
        );
        const sizes = shares.map(([p, q]) => found.reduce((sum, [a, b]) => sum + chanceOf(a, b, items, p, q), 0));
        expect(Math.max(...sizes)).toBeLessThanOrEqual(alpha);
        return `${items} items of ${name}: ${sizes.map((size) => size.toFixed(4)).join(" ")}`;
      }),
    );
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "20 items of −0.5, 0, 0.5: 0.0000 0.0037 0.0169
      20 items of −1, 0, 1: 0.0000 0.0048 0.0242
      20 items of 0.04, 0.06, −0.95: 0.0003
      20 items of 0.04, 0.06, −0.45: 0.0000
      20 items of 0.2, 0, −0.8: 0.0014 0.0141
      20 items of 0.1, 0.3, −0.4: 0.0002 0.0051
      50 items of −0.5, 0, 0.5: 0.0008 0.0206 0.0348
      50 items of −1, 0, 1: 0.0004 0.0221 0.0305
      50 items of 0.04, 0.06, −0.95: 0.0013
      50 items of 0.04, 0.06, −0.45: 0.0004
      50 items of 0.2, 0, −0.8: 0.0205 0.0248
      50 items of 0.1, 0.3, −0.4: 0.0082 0.0200"
    `);
  },
);

/** Sources of two sizes; each is won, lost or equal as a whole. */
const sources = [
  { small: [5, 2], large: [5, 5] },
  { small: [5, 1], large: [5, 5] },
  { small: [9, 3], large: [1, 20] },
  { small: [10, 1], large: [10, 5] },
  { small: [19, 1], large: [1, 20] },
] as const;

test(
  "sources: a verdict without a difference at most once in twenty, few or unequal as they are, by exact enumeration",
  { timeout: 600_000 },
  () => {
    const rows = sources.map(({ small: [smalls, smallSize], large: [larges, largeSize] }) => {
      const kinds = (wonSmall: number, lostSmall: number, wonLarge: number, lostLarge: number) => [
        ...copies(wonSmall, smallSize),
        ...copies(lostSmall, -smallSize),
        ...copies(smalls - wonSmall - lostSmall, 0),
        ...copies(wonLarge, largeSize),
        ...copies(lostLarge, -largeSize),
        ...copies(larges - wonLarge - lostLarge, 0),
      ];
      const sizeOf = (i: number) => (i < smalls ? smallSize : largeSize);
      const found = tablesThatShow(smalls, () => true).flatMap(([a, b]) =>
        tablesThatShow(larges, (c, d) => {
          const sums = kinds(a, b, c, d);
          // Without it the verdict cannot show anything; most tables are done here.
          if (permutationTest(sums) >= alpha) return false;
          const items = sums.flatMap((sum, i) => copies(sizeOf(i), sum / sizeOf(i)));
          const clusters = sums.flatMap((_, i) => Array<string>(sizeOf(i)).fill(`source ${i}`));
          return shows(items, { clusters, graded: false });
        }).map(([c, d]) => [a, b, c, d] as const),
      );
      const size = (wonSmall: number, lostSmall: number, wonLarge: number, lostLarge: number) =>
        found.reduce(
          (sum, [a, b, c, d]) =>
            sum + chanceOf(a, b, smalls, wonSmall, lostSmall) * chanceOf(c, d, larges, wonLarge, lostLarge),
          0,
        );
      const even = Math.max(...[0.05, 0.1, 0.2, 0.3, 0.4, 0.5].map((share) => size(share, share, share, share)));
      // Small sources lean one way and large ones the other, so that the mean is 0.
      let leaning = 0;
      for (let won = 0; won <= 10; won++)
        for (let lost = 0; won + lost <= 10; lost++) {
          const lean = ((lost - won) * smalls * smallSize) / (10 * larges * largeSize);
          for (let back = 0; back <= 10; back++)
            if (back / 10 + lean >= -1e-12 && back / 5 + lean <= 1)
              leaning = Math.max(leaning, size(won / 10, lost / 10, back / 10 + lean, back / 10));
        }
      expect(Math.max(even, leaning)).toBeLessThanOrEqual(alpha);
      return `${smalls} of ${smallSize} and ${larges} of ${largeSize} items: alike ${even.toFixed(4)}, leaning ${leaning.toFixed(4)}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "5 of 2 and 5 of 5 items: alike 0.0313, leaning 0.0376
      5 of 1 and 5 of 5 items: alike 0.0313, leaning 0.0376
      9 of 3 and 1 of 20 items: alike 0.0000, leaning 0.0000
      10 of 1 and 10 of 5 items: alike 0.0389, leaning 0.0405
      19 of 1 and 1 of 20 items: alike 0.0000, leaning 0.0000"
    `);
  },
);
