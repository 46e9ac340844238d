import { cp, rm } from "node:fs/promises";
import path from "node:path";
import type { GradeRecord, JsonValue } from "@locollm/core";
import { gradeReport, wholeReportName, type Graded } from "@locollm/course";
import { plainMarkdown } from "@locollm/eval";
import { writeWhole } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";

export interface GradeFolder {
  /** The class repository. */
  readonly repository: string;
  /** As it was typed; default: `.loco/grades/<adapter>`. */
  readonly out?: string | undefined;
}

/** Writes what the gate found out as grade.json and report.md, and gives it as a command's result. */
export async function writeGrade(
  { directory, talk }: Invocation,
  { record, report, retrained }: Graded,
  { repository, out }: GradeFolder,
): Promise<CommandResult> {
  const { comment, whole } = gradeReport(record, report);
  const folder = out === undefined ? gradeFolder(repository, record.adapter) : path.resolve(directory, out);
  await writeWhole(path.join(folder, "grade.json"), `${JSON.stringify(record, null, 2)}\n`);
  await writeWhole(path.join(folder, "report.md"), comment);
  const rest = path.join(folder, wholeReportName);
  await (whole === comment ? rm(rest, { force: true }) : writeWhole(rest, whole));
  const beside = path.join(folder, "retrained");
  if (retrained !== null && path.resolve(retrained) !== beside) await cp(retrained, beside, { recursive: true });
  talk.say(`Written: ${path.join(path.relative(directory, folder) || ".", "report.md")} and grade.json`);
  return {
    data: record as unknown as JsonValue,
    text: plainMarkdown(whole).trimEnd(),
    ok: record.conclusion !== "failure",
  };
}

/** Where the last grade of an adapter is kept. */
export function gradeFolder(repository: string, adapter: GradeRecord["adapter"]): string {
  return path.join(repository, ".loco", "grades", ...(adapter ?? "none").split("/"));
}
