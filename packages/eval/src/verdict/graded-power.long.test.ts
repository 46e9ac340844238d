import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { expect, test } from "vitest";
import { decideOutcome } from "./decide-outcome.ts";
import { detectableMeanDifference } from "./mean-difference.ts";

const items = 50;
const copies = (count: number, value: number) => Array<number>(count).fill(value);

/** Differences with two values beside 0; `discordance`: the share that is not 0. */
const worlds = [
  { gain: 1, loss: -1, discordance: 0.3 },
  { gain: 1, loss: -1, discordance: 0.6 },
  { gain: 0.5, loss: -0.5, discordance: 0.4 },
  { gain: 0.5, loss: -0.5, discordance: 0.8 },
  { gain: 0.2, loss: -0.6, discordance: 0.8 },
  { gain: 0.1, loss: -1, discordance: 0.9 },
] as const;

/**
 * What a verdict promises of graded values against what it does: where the truth is the detectable difference that verdicts name on
 * average, how often do verdicts show it?
 */
test(
  "graded: the detectable difference is shown about four times in five, by exact enumeration",
  { timeout: 600_000 },
  () => {
    const rows = worlds.map(({ gain, loss, discordance }) => {
      const tables: { gains: number; losses: number; shown: boolean; detectable: number }[] = [];
      for (let gains = 0; gains <= items; gains++)
        for (let losses = 0; gains + losses <= items; losses++) {
          const differences = [...copies(gains, gain), ...copies(losses, loss), ...copies(items - gains - losses, 0)];
          const options = { alpha: 0.05, clusters: undefined, graded: true };
          const { outcome, delta, interval } = decideOutcome(differences, options);
          const reach = Math.max(interval[1] - delta, delta - interval[0]);
          const detectable = detectableMeanDifference(differences, reach, 1);
          tables.push({ gains, losses, shown: outcome === "better", detectable });
        }
      const expected = (gainShare: number, of: (table: (typeof tables)[number]) => number) =>
        tables.reduce((sum, table) => {
          const rest = Math.min(1, (discordance - gainShare) / (1 - gainShare));
          const chance = pmf(table.gains, items, gainShare) * pmf(table.losses, items - table.gains, rest);
          return sum + chance * of(table);
        }, 0);
      const truth = (gainShare: number) => gainShare * gain + (discordance - gainShare) * loss;
      // The truth grows with the share of gains, faster than what verdicts name.
      let [low, high]: [number, number] = [0, discordance];
      while (high - low > 1e-4) {
        const middle = (low + high) / 2;
        if (truth(middle) < expected(middle, ({ detectable }) => detectable)) low = middle;
        else high = middle;
      }
      const power = expected(high, ({ shown }) => Number(shown));
      const reached = high < discordance - 1e-3;
      expect(power).toBeGreaterThan(0.69);
      return `${gain}, 0, ${loss}, not 0 on ${discordance}: ${reached ? `${truth(high).toFixed(3)} shown ${power.toFixed(3)}` : "out of reach"}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
    "1, 0, -1, not 0 on 0.3: 0.212 shown 0.763
    1, 0, -1, not 0 on 0.6: 0.297 shown 0.740
    0.5, 0, -0.5, not 0 on 0.4: 0.134 shown 0.809
    0.5, 0, -0.5, not 0 on 0.8: 0.180 shown 0.798
    0.2, 0, -0.6, not 0 on 0.8: 0.112 shown 0.786
    0.1, 0, -1, not 0 on 0.9: 0.082 shown 0.697"
  `);
  },
);
