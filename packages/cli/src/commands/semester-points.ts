import path from "node:path";
import type { JsonValue } from "@locollm/core";
import { countedInLedger, openLedger, openParts, pointsCsv, type Counted } from "@locollm/course";
import { findClassRepository, writeWhole } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { formatTable } from "../terminal/table.ts";

/** The records of a class under one another, each adapter with the one that counts. */
export async function semesterPoints(
  invocation: Invocation,
  named: string,
  { csv }: { readonly csv?: string | undefined },
): Promise<CommandResult> {
  const repository = await findClassRepository(invocation.directory);
  const folder = await openLedger(path.resolve(invocation.directory, named), repository);
  const rows = await countedInLedger(folder);
  const data = rows as unknown as JsonValue;
  if (csv !== undefined) {
    const file = path.resolve(invocation.directory, csv);
    await openLedger(path.dirname(file), repository);
    await writeWhole(file, await pointsCsv(rows));
  }
  if (rows.length === 0)
    return {
      data,
      text: `There is no record in ${folder} yet. loco grade <submission> --records ${named} writes one.`,
    };
  const written = csv === undefined ? "" : `\nWritten to ${csv}.`;
  return { data, text: `${formatTable([head, ...rows.map(cells)], [3])}\n\n${legend}${written}` };
}

const head = ["adapter", "deadline", "counts", "points", "received", "open", "in common with"];

const legend =
  "counts: the last graded try that was not too late; else the last submission. open: parts whose points a person has to give, in the record.";

function cells({ record, number, used, of, points, outOf }: Counted): string[] {
  const { adapter, deadline, late, similar } = record;
  const tried = number === null ? "refused" : `try ${number} of ${of}${used > of ? ` (${used} used)` : ""}`;
  const others = similar.map(({ other }) => other).join(", ");
  return [
    adapter,
    deadline.name,
    tried,
    `${points ?? "open"} of ${outOf}`,
    late.sentence,
    openParts(record).join(", "),
    others,
  ];
}
