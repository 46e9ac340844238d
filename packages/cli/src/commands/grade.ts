import { findClassRepository } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { gradeAndRecord, type RecordOptions } from "../steps/grade-and-record.ts";
import { openNamed, type OpenOptions } from "../steps/open-named.ts";
import { writeGrade } from "../steps/write-grade.ts";
import { estimateSubmission } from "./grade-estimate.ts";

export interface GradeCommandOptions extends OpenOptions, RecordOptions {
  readonly out?: string | undefined;
  readonly estimate?: true | undefined;
  readonly sealed?: string | undefined;
}

/** The gate on one submission: one record, one report, and an exit code that says whether something has to be mended. */
export async function grade(
  invocation: Invocation,
  named: string | undefined,
  options: GradeCommandOptions,
): Promise<CommandResult> {
  if (options.sealed !== undefined && options.estimate !== true) {
    const { gradeSealedRows } = await import("./grade-sealed.ts");
    return gradeSealedRows(invocation, named, { ...options, sealed: options.sealed });
  }
  const repository = await findClassRepository(invocation.directory);
  await using submission = await openNamed(invocation, repository, named, options);
  if (options.estimate === true) {
    const cost = await estimateSubmission(invocation, submission, repository);
    if (options.sealed === undefined) return cost;
    return {
      ...cost,
      text: `${cost.text}\nThe sealed rows come on top: what measuring takes, once more for as many rows.`,
    };
  }
  const graded = await gradeAndRecord(invocation, repository, submission, named, options);
  return await writeGrade(invocation, graded, { repository, out: options.out });
}
