import { gradeParts, visibleText, type InstructorRecord } from "@locollm/core";
import type { Counted } from "./which-counts.ts";

/**
 * A class's points as CSV (RFC 4180) for a spreadsheet or a learning platform. Names come from whoever wrote a commit, so a cell that a
 * spreadsheet would compute is given an apostrophe, and what nobody sees is written out.
 */
export async function pointsCsv(counted: readonly Counted[]): Promise<string> {
  const { stringify } = await import("csv-stringify/sync");
  const rows = counted.map((one) => columns.map(([, cell]) => oneLine(cell(one.record, one))));
  return stringify([columns.map(([head]) => head), ...rows], {
    escape_formulas: true,
    record_delimiter: "windows",
    bom: true,
  });
}

/** The parts of which a person has to say the points. */
export function openParts({ parts }: InstructorRecord): string[] {
  return parts.filter(({ points }) => points === null).map(({ part }) => part);
}

type Cell = string | number | null;
type Column = readonly [head: string, cell: (record: InstructorRecord, counted: Counted) => Cell];

const columns: readonly Column[] = [
  ["adapter", ({ adapter }) => adapter],
  ["author", ({ author }) => author],
  ["received", ({ received }) => received.at],
  ["clock", ({ received }) => received.by],
  ["deadline", ({ deadline }) => deadline.name],
  ["days late", ({ late }) => late.days],
  ["try", (_, { number }) => number ?? "refused"],
  ["tries used", (_, { used }) => used],
  ["tries graded", (_, { of }) => of],
  ["points", (_, { points }) => points],
  ["of", (_, { outOf }) => outOf],
  ...gradeParts.map((name): Column => [name, ({ parts }) => parts.find(({ part }) => part === name)?.points ?? null]),
  ["open", (record) => openParts(record).join(" ")],
  [
    "in common with",
    ({ similar }) => similar.map(({ other, declared }) => (declared ? `${other} (declared)` : other)).join("; "),
  ],
];

function oneLine(cell: Cell): Cell {
  return typeof cell === "string" ? visibleText(cell).replaceAll("\n", " ").trim() : cell;
}
