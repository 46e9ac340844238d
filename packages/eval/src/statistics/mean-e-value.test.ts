import { seededRandom } from "@locollm/core";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { compareSequentially } from "./compare-sequentially.ts";
import { logEValue } from "./e-value.ts";
import { meanEValue } from "./mean-e-value.ts";

/** A difference of two values whose mean is 0: gains as often as makes up for the losses. */
const worlds = [
  { gain: 0.1, loss: -1 },
  { gain: 0.3, loss: -0.4 },
  { gain: 1, loss: -1 },
  { gain: 1, loss: -0.1 },
] as const;

test("without a mean difference it is ever called one at most once in five at alpha 0.2, by exact enumeration of 16 differences", () => {
  const rows = worlds.map(({ gain, loss }) => {
    const gains = -loss / (gain - loss);
    let stopped = 0;
    for (let path = 0; path < 2 ** 16; path++) {
      const differences = Array.from({ length: 16 }, (_, i) => ((path >> i) & 1 ? gain : loss));
      const bet = meanEValue();
      if (!differences.some((difference) => bet(difference).log >= Math.log(5))) continue;
      stopped += differences.reduce<number>((chance, one) => chance * (one === gain ? gains : 1 - gains), 1);
    }
    expect(stopped).toBeLessThanOrEqual(0.2);
    return `${gain} or ${loss}: ${stopped.toFixed(4)}`;
  });
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "0.1 or -1: 0.0003
    0.3 or -0.4: 0.0059
    1 or -1: 0.0534
    1 or -0.1: 0.0003"
  `);
});

test("small gains and rare large losses are no gain, as their signs would have it (400 sets of 300, 3 standard errors)", () => {
  const random = seededRandom(7);
  let [byMean, bySigns] = [0, 0];
  for (let run = 0; run < 400; run++) {
    const differences = Array.from({ length: 300 }, () => (random() / 2 ** 32 < 1 / 11 ? -1 : 0.1));
    const bet = meanEValue();
    if (differences.some((difference) => bet(difference).log >= Math.log(20))) byMean++;
    const lost = differences.filter((difference) => difference < 0).length;
    if (logEValue(300 - lost, lost) >= Math.log(20)) bySigns++;
  }
  expect(byMean / 400).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 400));
  expect(bySigns).toBe(400);
});

test("true differences are found, in the right direction", () => {
  const random = seededRandom(3);
  const rows = [0.05, -0.1].map((shift) => {
    const runs = Array.from({ length: 100 }, () => {
      const differences = Array.from({ length: 1000 }, () => shift + 0.4 * (random() / 2 ** 32 - 0.5));
      return compareSequentially(differences, { total: 1000, graded: true, margin: 0.01 });
    });
    const mean = runs.reduce((sum, { items }) => sum + items, 0) / runs.length;
    const found = Map.groupBy(runs, ({ decision }) => decision);
    return `${shift}: ${[...found].map(([decision, { length }]) => `${decision} ${length}`).join(", ")} after ${mean.toFixed(0)} items`;
  });
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "0.05: better 100 after 111 items
    -0.1: worse 100 after 52 items"
  `);
});

test.prop([fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 })])(
  "it stays a number, and mirrors",
  (differences) => {
    const [there, back] = [meanEValue(), meanEValue()];
    for (const difference of differences) {
      const [one, other] = [there(difference), back(-difference)];
      expect(Number.isFinite(one.log)).toBe(true);
      expect(other.log).toBeCloseTo(one.log, 9);
    }
  },
);
