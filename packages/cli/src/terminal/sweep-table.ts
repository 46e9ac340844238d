import type { RecipeSettings } from "@locollm/core";
import { isWhole, sweepIsClear, type SweepRow } from "@locollm/course";
import { formatTable } from "./table.ts";

/** A sweep's combinations by their loss on held-out training rows, and what to write into adapter.yaml. */
export function sweepTable(adapter: string, rows: readonly SweepRow[]): string {
  const [best] = rows;
  if (best === undefined) return "No training of the sweep has ended well yet.";
  const cells = rows.map(({ settings, losses, mean, wanted }) => [
    settingsText(settings),
    mean.toFixed(4),
    losses.length < 2 ? "" : `${Math.min(...losses).toFixed(4)} to ${Math.max(...losses).toFixed(4)}`,
    losses.length === wanted ? String(wanted) : `${losses.length} of ${wanted}`,
  ]);
  const table = formatTable([["settings", "loss", "over its seeds", "seeds"], ...cells]);
  if (!isWhole(best)) return `${table}\n\nNo combination has all of its trainings yet: loco fleet start goes on.`;
  const words = luckWords(best, sweepIsClear(rows));
  return [
    table,
    "",
    `The lowest loss on held-out training rows: ${settingsText(best.settings)}. ${words}`,
    `In ${adapter}/adapter.yaml, under train: ${settingsText(best.settings)}`,
  ].join("\n");
}

function luckWords({ losses }: SweepRow, clear: boolean | null): string {
  if (losses.length < 2) return "With one seed nobody knows what is luck: add seed=1,2,3.";
  if (clear === null) return "No other combination has all of its trainings to compare it with.";
  return clear
    ? "Its worst seed is better than the next one's best."
    : "Seeds overlap: the difference to the next may be luck.";
}

function settingsText(settings: RecipeSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(", ");
}
