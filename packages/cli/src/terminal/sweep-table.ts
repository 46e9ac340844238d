import type { RecipeSettings } from "@locollm/core";
import { sweepIsClear, type SweepRow } from "@locollm/course";
import { formatTable } from "./table.ts";

/** A sweep's combinations by their loss on held-out training rows, and what to write into adapter.yaml. */
export function sweepTable(adapter: string, rows: readonly SweepRow[]): string {
  const [best] = rows;
  if (best === undefined) return "No training of the sweep has ended yet.";
  const cells = rows.map(({ settings, losses, mean }) => [
    settingsText(settings),
    mean.toFixed(4),
    losses.length < 2 ? "" : `${Math.min(...losses).toFixed(4)} to ${Math.max(...losses).toFixed(4)}`,
    String(losses.length),
  ]);
  const clear = sweepIsClear(rows);
  const words =
    clear === null
      ? "With one seed nobody knows what is luck: add seed=1,2,3."
      : clear
        ? "Its worst seed is better than the next one's best."
        : "Seeds overlap: the difference to the next may be luck.";
  return [
    formatTable([["settings", "loss", "over its seeds", "seeds"], ...cells]),
    "",
    `The lowest loss on held-out training rows: ${settingsText(best.settings)}. ${words}`,
    `In ${adapter}/adapter.yaml: train: { recipe: default, ${settingsText(best.settings)} }`,
  ].join("\n");
}

function settingsText(settings: RecipeSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(", ");
}
