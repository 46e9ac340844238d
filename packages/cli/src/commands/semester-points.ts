import path from "node:path";
import type { JsonValue } from "@locollm/core";
import {
  adaptersInLedger,
  openLedger,
  openParts,
  pointsCsv,
  readLedger,
  whichCounts,
  type Counted,
} from "@locollm/course";
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
  const rows: Counted[] = [];
  for (const adapter of await adaptersInLedger(folder)) rows.push(whichCounts(await readLedger(folder, adapter)));
  const data = rows.map(({ record, used, of }) => ({ used, of, record })) as unknown as JsonValue;
  if (rows.length === 0)
    return {
      data,
      text: `There is no record in ${folder} yet. loco grade <submission> --records ${named} writes one.`,
    };
  if (csv !== undefined) {
    const file = path.resolve(invocation.directory, csv);
    await openLedger(path.dirname(file), repository);
    await writeWhole(file, await pointsCsv(rows));
  }
  const written = csv === undefined ? "" : `\nWritten to ${csv}.`;
  return { data, text: `${formatTable([head, ...rows.flatMap(cells)], [2])}\n\n${legend}${written}` };
}

const head = ["adapter", "counts", "points", "received", "open", "in common with"];

const legend =
  "counts: the last graded try that was not too late; else the last submission. open: parts whose points a person has to give.";

function cells({ record, used, of }: Counted): string[][] {
  if (record === null) return [];
  const number = record.try.number === null ? "refused" : `try ${record.try.number} of ${of}`;
  const beyond = used > of ? ` (${used} used)` : "";
  const points = `${record.points ?? "open"} of ${record.of}`;
  const others = record.similar.map(({ other }) => other).join(", ");
  return [[record.adapter, `${number}${beyond}`, points, record.late.sentence, openParts(record).join(", "), others]];
}
