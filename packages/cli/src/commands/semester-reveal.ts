import path from "node:path";
import type { JsonValue } from "@locollm/core";
import { requireInstructorsMachine, revealRows, type Revealed } from "@locollm/course";
import { resolveSemester } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

/** Proves sealed rows against their published hashes, and brings them into the class with the gap to the public ones. */
export async function semesterReveal(
  invocation: Invocation,
  named: string,
  { semester: id }: { readonly semester?: string | undefined },
): Promise<CommandResult> {
  requireInstructorsMachine();
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, id);
  const revealed = await revealRows(workspace, semester, path.resolve(invocation.directory, named));
  return {
    data: revealed.map(({ adapter, items, results }) => ({
      adapter: adapter.id,
      items,
      results: results as unknown as JsonValue,
    })),
    text: `${revealed.map(inWords).join("\n\n")}\n\nCommit semesters/${semester.id}: with the salts in seals.json, loco check proves the rows again for anybody.`,
  };
}

function inWords({ adapter, items, results }: Revealed): string {
  const proven = `${adapter.id}: ${items} rows, proven.`;
  if (results?.gap === undefined)
    return `${proven} Nobody graded them while they were sealed, so there is no gap to tell.`;
  return [proven, ...results.gap.sentences].join("\n");
}
