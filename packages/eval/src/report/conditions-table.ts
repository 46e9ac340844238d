import { styleText } from "node:util";
import { visibleText } from "@locollm/core";
import type { ConditionRow, ConditionsReport } from "./conditions-report.ts";
import { percent, percentRange, points } from "./figures.ts";

/** The conditions as lines of cells; the first is the head. */
function conditionsTable({ rows, reference }: ConditionsReport): string[][] {
  const subjects = new Set(rows.map(({ subject }) => subject)).size > 1;
  const some = (count: (row: ConditionRow) => number | undefined) => rows.some((row) => (count(row) ?? 0) > 0);
  const columns: { readonly head: string; readonly cell: (row: ConditionRow) => string }[] = [
    { head: "condition", cell: ({ condition }) => condition },
    ...(subjects ? [{ head: "who", cell: ({ subject }: ConditionRow) => visibleText(subject) }] : []),
    { head: "right", cell: ({ counts }) => `${counts.right} of ${counts.items}` },
    { head: "95 %", cell: ({ interval }) => percentRange(interval) },
    { head: "format misses", cell: ({ counts }) => String(counts.formatMisses) },
    ...(some(({ counts }) => counts.contentRight)
      ? [{ head: "content right", cell: ({ counts }: ConditionRow) => String(counts.contentRight) }]
      : []),
    ...(some(({ counts }) => counts.errors)
      ? [{ head: "not answered", cell: ({ counts }: ConditionRow) => String(counts.errors) }]
      : []),
    { head: "tokens/answer", cell: ({ tokensPerAnswer }) => tokensPerAnswer.generated.toFixed(1) },
    { head: "points over plain", cell: overPlain },
    ...(reference === null ? [] : [{ head: `share of ${visibleText(reference)}`, cell: shareText }]),
  ];
  return [columns.map(({ head }) => head), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
}

/** What the columns mean, for whoever reads the table. */
const conditionsLegend =
  "Ranges are 95 % intervals; points over plain are paired, item by item, and * marks a difference that holds beside the other comparisons of the table (Holm). A format miss counts as not right. Tokens/answer are those written, all answers of a vote and all turns with a tool together.";

/** The table as text for a terminal. */
export function terminalConditions(report: ConditionsReport, { colour = false } = {}): string {
  const lines = conditionsTable(report);
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  const text = lines.map((cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join("  ")
      .trimEnd(),
  );
  const head = colour ? styleText("bold", text[0]!, { validateStream: false }) : text[0]!;
  return [head, ...text.slice(1), "", conditionsLegend].join("\n");
}

function overPlain({ againstPlain }: ConditionRow): string {
  if (againstPlain === null) return "–";
  const { delta, interval, outcome } = againstPlain;
  const mark = outcome === "better" || outcome === "worse" ? " *" : "";
  return `${points(delta)} (${points(interval[0])} to ${points(interval[1])})${mark}`;
}

function shareText({ shareOfReference }: ConditionRow): string {
  if (shareOfReference === null) return "–";
  const { share, interval } = shareOfReference;
  const [low, high] = interval;
  return `${percent(share)} (${high === null ? `from ${Math.round(low * 100)} %` : percentRange([low, high])})`;
}
