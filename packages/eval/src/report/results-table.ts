import { difficulties, type Counts } from "@locollm/core";
import { percent, percentRange } from "./figures.ts";
import type { ReportSide } from "./sides.ts";

/** A table of what was right: a head, and rows of a label and one cell a side. */
export interface ResultsTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The sides by difficulty with 95 % intervals, format misses and machinery errors counted apart for each. */
export function resultsTable(sides: readonly ReportSide[]): ResultsTable {
  const cell = (group: Pick<ReportSide, "counts" | "interval"> | undefined) =>
    group === undefined ? "–" : `${group.counts.right} of ${group.counts.items}, ${percentRange(group.interval)}`;
  const some = (count: (counts: Counts) => number) => sides.some((side) => count(side.counts) > 0);
  const counted = (label: string, count: (counts: Counts) => number) => [
    label,
    ...sides.map((side) => String(count(side.counts))),
  ];
  return {
    head: ["right", ...sides.map(({ name }) => name)],
    rows: [
      ...difficulties
        .filter((name) => sides.some((side) => side.byDifficulty[name] !== undefined))
        .map((name) => [name, ...sides.map((side) => cell(side.byDifficulty[name]))]),
      ["all", ...sides.map(cell)],
      ...(sides.some((side) => side.counts.meanValue !== undefined)
        ? [["mean score", ...sides.map((side) => percent(meanValue(side.counts)))]]
        : []),
      counted("format misses", (counts) => counts.formatMisses),
      ...(some((counts) => counts.contentRight) ? [counted("content right", (counts) => counts.contentRight)] : []),
      ...(some((counts) => counts.errors) ? [counted("not answered", (counts) => counts.errors)] : []),
    ],
  };
}

/** A side whose scores are all whole has the share right for its mean. */
function meanValue({ meanValue: mean, right, items, errors }: Counts): number {
  return mean ?? right / Math.max(1, items - errors);
}

/** What the rows of counts mean, for whoever reads the table. */
export const tableLegend =
  "Ranges are 95 % intervals. A format miss is an answer without the asked-for form; it counts as not right. Content right: format misses that hold the right answer amid other text.";
