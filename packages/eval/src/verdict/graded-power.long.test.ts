import pmf from "@stdlib/stats-base-dists-binomial-pmf";
import { expect, test } from "vitest";
import { clusteredDifference } from "../statistics/clustered-difference.ts";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { minimalDetectableEffect } from "../statistics/minimal-detectable-effect.ts";
import { decideOutcome } from "./decide-outcome.ts";
import { detectableMeanDifference, requiredForMean } from "./mean-difference.ts";

const copies = <T>(count: number, value: T) => Array<T>(count).fill(value);

/** Differences with two values beside 0; `discordance`: the share that is not 0. */
interface World {
  readonly gain: number;
  readonly loss: number;
  readonly discordance: number;
}

const worlds: readonly World[] = [
  { gain: 1, loss: -1, discordance: 0.3 },
  { gain: 1, loss: -1, discordance: 0.6 },
  { gain: 0.5, loss: -0.5, discordance: 0.4 },
  { gain: 0.5, loss: -0.5, discordance: 0.8 },
  { gain: 0.2, loss: -0.6, discordance: 0.8 },
  { gain: 0.1, loss: -1, discordance: 0.9 },
  { gain: 0.3, loss: -0.1, discordance: 1 },
];

/** One way in which a set's gains and losses can fall, and what a verdict says of it. */
interface Table {
  readonly gains: number;
  readonly losses: number;
  readonly shown: boolean;
  readonly detectable: number;
}

/** Every table of a set of so many units (items, or whole sources). */
function tablesOf(units: number, verdict: (gains: number, losses: number) => Omit<Table, "gains" | "losses">): Table[] {
  const tables: Table[] = [];
  for (let gains = 0; gains <= units; gains++)
    for (let losses = 0; gains + losses <= units; losses++) tables.push({ gains, losses, ...verdict(gains, losses) });
  return tables;
}

function gradedTables(items: number, { gain, loss }: World): Table[] {
  return tablesOf(items, (gains, losses) => {
    const differences = [...copies(gains, gain), ...copies(losses, loss), ...copies(items - gains - losses, 0)];
    const found = decideOutcome(differences, { alpha: 0.05, clusters: undefined, graded: true });
    return { shown: found.outcome === "better", detectable: detectableMeanDifference(differences, found, 1) };
  });
}

/** The mean of a figure of the tables of `units` units, of which a share gains and the rest of the discordant ones lose. */
function meanOf(
  tables: readonly Table[],
  units: number,
  discordance: number,
  gainShare: number,
  of: (table: Table) => number,
) {
  const rest = Math.min(1, (discordance - gainShare) / (1 - gainShare));
  return tables.reduce(
    (sum, table) => sum + pmf(table.gains, units, gainShare) * pmf(table.losses, units - table.gains, rest) * of(table),
    0,
  );
}

/** The share of gains at which the truth is the detectable difference that verdicts name on average; it grows faster than what they name. */
function detectableShare(tables: readonly Table[], units: number, { gain, loss, discordance }: World): number {
  let [low, high]: [number, number] = [0, discordance];
  while (high - low > 1e-4) {
    const middle = (low + high) / 2;
    const named = meanOf(tables, units, discordance, middle, ({ detectable }) => detectable);
    if (truthOf({ gain, loss, discordance }, middle) < named) low = middle;
    else high = middle;
  }
  return high;
}

function truthOf({ gain, loss, discordance }: World, gainShare: number): number {
  return gainShare * gain + (discordance - gainShare) * loss;
}

const worldName = ({ gain, loss, discordance }: World) => `${gain}, 0, ${loss}, not 0 on ${discordance}`;

test(
  "graded: the detectable difference is shown about four times in five, by exact enumeration",
  { timeout: 600_000 },
  () => {
    const items = 50;
    const rows = worlds.map((world) => {
      const tables = gradedTables(items, world);
      const share = detectableShare(tables, items, world);
      const power = meanOf(tables, items, world.discordance, share, ({ shown }) => Number(shown));
      expect(power).toBeGreaterThan(0.69);
      return `${worldName(world)}: ${truthOf(world, share).toFixed(3)} shown ${power.toFixed(3)}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "1, 0, -1, not 0 on 0.3: 0.212 shown 0.763
      1, 0, -1, not 0 on 0.6: 0.297 shown 0.740
      0.5, 0, -0.5, not 0 on 0.4: 0.134 shown 0.809
      0.5, 0, -0.5, not 0 on 0.8: 0.180 shown 0.798
      0.2, 0, -0.6, not 0 on 0.8: 0.112 shown 0.786
      0.1, 0, -1, not 0 on 0.9: 0.082 shown 0.697
      0.3, 0, -0.1, not 0 on 1: 0.106 shown 0.818"
    `);
  },
);

test(
  "graded: so many items as a verdict on 30 asks for show the difference about four times in five, by exact enumeration",
  { timeout: 600_000 },
  () => {
    const items = 30;
    const rows = worlds.slice(1, 5).map((world) => {
      // The difference that 50 items show.
      const share = detectableShare(gradedTables(50, world), 50, world);
      const truth = truthOf(world, share);
      const detectable = meanOf(gradedTables(items, world), items, world.discordance, share, (one) => one.detectable);
      const needed = requiredForMean(items, detectable, truth);
      const power = meanOf(gradedTables(needed, world), needed, world.discordance, share, ({ shown }) => Number(shown));
      expect(power).toBeGreaterThan(0.69);
      return `${worldName(world)}: ${truth.toFixed(3)}, ${needed} items show it ${power.toFixed(3)}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "1, 0, -1, not 0 on 0.6: 0.297, 52 items show it 0.759
      0.5, 0, -0.5, not 0 on 0.4: 0.134, 59 items show it 0.889
      0.5, 0, -0.5, not 0 on 0.8: 0.180, 55 items show it 0.841
      0.2, 0, -0.6, not 0 on 0.8: 0.112, 63 items show it 0.906"
    `);
  },
);

test(
  "sources: the detectable difference is shown about three times in four, by exact enumeration",
  { timeout: 600_000 },
  () => {
    const rows = [
      { sources: 20, size: 5, discordance: 0.6 },
      { sources: 40, size: 3, discordance: 0.3 },
      { sources: 60, size: 2, discordance: 0.6 },
    ].map(({ sources, size, discordance }) => {
      const clusters = Array.from({ length: sources }, (_, i) => copies(size, `source ${i}`)).flat();
      const tables = tablesOf(sources, (gains, losses) => {
        const of = (source: number) => (source < gains ? 1 : source < gains + losses ? -1 : 0);
        const differences = Array.from({ length: sources }, (_, i) => copies(size, of(i))).flat();
        const { outcome } = decideOutcome(differences, { alpha: 0.05, clusters, graded: false });
        const { designEffect } = clusteredDifference(differences, clusters);
        const independent = Math.floor(differences.length / Math.max(1, designEffect));
        const discordant = estimateDiscordance(gains * size, losses * size, differences.length);
        return { shown: outcome === "better", detectable: minimalDetectableEffect(independent, discordant) };
      });
      const world = { gain: 1, loss: -1, discordance };
      const share = detectableShare(tables, sources, world);
      const power = meanOf(tables, sources, discordance, share, ({ shown }) => Number(shown));
      expect(power).toBeGreaterThan(0.69);
      return `${sources} of ${size} alike, ${discordance} discordant: ${truthOf(world, share).toFixed(3)} shown ${power.toFixed(3)}`;
    });
    expect(rows.join("\n")).toMatchInlineSnapshot(`
      "20 of 5 alike, 0.6 discordant: 0.455 shown 0.734
      40 of 3 alike, 0.3 discordant: 0.231 shown 0.743
      60 of 2 alike, 0.6 discordant: 0.276 shown 0.762"
    `);
  },
);
