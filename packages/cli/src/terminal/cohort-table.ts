import type { ResultsSummary, Verdict } from "@locollm/core";
import { points } from "@locollm/eval";
import { shareWithInterval } from "../steps/share-words.ts";
import { formatTable } from "./table.ts";

/** Many adapters under one another: what each gains over the base under its best prompt, and the verdict beside the others. */
export function cohortTable(rows: readonly { readonly summary: ResultsSummary; readonly verdict: Verdict }[]): string {
  const cells = rows.map(({ summary: { adapter, adapterRun, baseBest }, verdict }) => [
    adapter,
    shareWithInterval(adapterRun.counts, adapterRun.interval),
    shareWithInterval(baseBest.counts, baseBest.interval),
    `${points(verdict.delta)} (${verdict.interval.map(points).join(" to ")})`,
    verdict.outcome,
  ]);
  const table = formatTable([["adapter", "right", "base, best prompt", "points over it", "verdict"], ...cells]);
  const adjusted = adjustmentWords(rows.map(({ verdict }) => verdict));
  return `${table}\n\nright: share of test questions with its 95 % interval${adjusted}`;
}

/** `; verdicts adjusted for 5 comparisons (Benjamini and Hochberg)`; nothing where there was nothing to adjust. */
export function adjustmentWords(verdicts: readonly Verdict[]): string {
  const comparisons = verdicts.find(({ adjusted }) => adjusted !== undefined)?.adjusted?.comparisons ?? 0;
  return comparisons < 2 ? "" : `; verdicts adjusted for ${comparisons} comparisons (Benjamini and Hochberg)`;
}
