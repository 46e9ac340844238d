import path from "node:path";
import { hasErrors } from "@locollm/core";
import { requireInstructorsMachine, sealRows } from "@locollm/course";
import { resolveSemester } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";
import { findingsText } from "../terminal/finding-lines.ts";
import { formatTable } from "../terminal/table.ts";

export interface SealCommandOptions {
  readonly by: string;
  readonly again?: string | undefined;
  readonly semester?: string | undefined;
}

/** Publishes salted hashes of rows that stay in the instructor's folder. */
export async function semesterSeal(
  invocation: Invocation,
  named: string,
  { by, again, semester: id }: SealCommandOptions,
): Promise<CommandResult> {
  requireInstructorsMachine();
  const workspace = await openClass(invocation);
  const semester = resolveSemester(workspace, id);
  const folder = path.resolve(invocation.directory, named);
  const { sealed, findings } = await sealRows(invocation, workspace, semester, { folder, by, again });
  const told = findings.length === 0 ? "" : `${findingsText(findings)}\n\n`;
  const rows = sealed.map(({ adapter, items, sha256, was }) => [
    adapter.slug,
    String(items),
    `${sha256.slice(0, 12)}…`,
    was === "new" ? "sealed" : was === "again" ? "sealed again" : "sealed before",
  ]);
  return {
    data: sealed.map(({ adapter, items, sha256, was }) => ({ adapter: adapter.id, items, sha256, was })),
    findings,
    text: hasErrors(findings)
      ? `${told}Nothing is sealed: first mend what is named above.`
      : `${told}${formatTable([["adapter", "items", "salted sha256", ""], ...rows], [1])}\nCommit semesters/${semester.id}/seals.json, and keep a copy of the folder with its salts: without them nothing can be proven.`,
  };
}
