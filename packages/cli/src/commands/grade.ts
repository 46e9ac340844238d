import path from "node:path";
import type { GradeRecord } from "@locollm/core";
import {
  gradeSubmission,
  type Graded,
  openPlacedSubmission,
  openSubmission,
  recordForInstructor,
  type Submission,
} from "@locollm/course";
import { shellWord } from "@locollm/eval";
import { findClassRepository, readWorkspace, resolveSemester, type Workspace } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { adapterNamed } from "../steps/adapter-named.ts";
import { writeGrade } from "../steps/write-grade.ts";
import { estimateSubmission } from "./grade-estimate.ts";

export interface GradeCommandOptions {
  readonly baseRef: string;
  readonly headRef: string;
  readonly semester?: string | undefined;
  readonly out?: string | undefined;
  readonly records?: string | undefined;
  readonly deadline?: string | undefined;
  readonly received?: string | undefined;
  readonly estimate?: true | undefined;
  readonly sealed?: string | undefined;
}

/** The gate on one submission: one record, one report, and an exit code that says whether something has to be mended. */
export async function grade(
  invocation: Invocation,
  named: string | undefined,
  options: GradeCommandOptions,
): Promise<CommandResult> {
  if (options.sealed !== undefined) {
    const { gradeSealedRows } = await import("./grade-sealed.ts");
    return gradeSealedRows(invocation, named, { ...options, sealed: options.sealed });
  }
  const repository = await findClassRepository(invocation.directory);
  await using submission = await openNamed(invocation, repository, named, options);
  if (options.estimate === true) return await estimateSubmission(invocation, submission, repository);
  const graded = await gradeAndRecord(invocation, repository, submission, named, options);
  return await writeGrade(invocation, graded, { repository, out: options.out });
}

/** Grades a submission, and keeps what is the instructor's alone. */
export async function gradeAndRecord(
  invocation: Invocation,
  repository: string,
  submission: Submission,
  named: string | undefined,
  options: GradeCommandOptions,
): Promise<Graded> {
  const graded = await gradeSubmission(invocation, submission, {
    repository,
    reproduce: reproduced(submission, named),
  });
  await keepRecord(invocation, repository, submission, graded.record, options);
  return graded;
}

/** Points, lateness and what is similar: for the instructor, in the folder that the command names, and nowhere else. */
async function keepRecord(
  invocation: Invocation,
  repository: string,
  submission: Submission,
  graded: GradeRecord,
  { records, deadline, received }: GradeCommandOptions,
): Promise<void> {
  if (records === undefined) return;
  const folder = path.resolve(invocation.directory, records);
  const kept = await recordForInstructor(invocation, submission, graded, { repository, folder, deadline, received });
  if (kept === null) return;
  const { record, file } = kept;
  const points = record.points === null ? "open" : `${record.points} of ${record.of}`;
  const number = `try ${record.try.number} of ${record.try.of}${record.try.graded ? "" : ", not graded"}`;
  invocation.talk.say(`For you alone, in ${file}: ${points} points, ${number}. ${record.late.sentence}`);
  if (record.similar.length > 0)
    invocation.talk.say(
      `It has something in common with ${record.similar.map(({ other }) => other).join(", ")}: look there.`,
    );
}

/** What is to be graded: a name, a folder or a zip; without one what a branch changes. */
export async function openNamed(
  { directory }: Invocation,
  repository: string,
  named: string | undefined,
  { baseRef, headRef, semester }: GradeCommandOptions,
): Promise<Submission> {
  if (named === undefined) return openSubmission(repository, baseRef, headRef);
  const workspace: Workspace = await readWorkspace(repository);
  const own = adapterNamed(workspace, named);
  const place = own?.folder ?? path.resolve(directory, named);
  return openPlacedSubmission(repository, place, resolveSemester(workspace, semester).id);
}

/** As a person types it; commits by their hashes, because branches move. */
function reproduced({ head, base }: Submission, named: string | undefined): string {
  if (named !== undefined) return `loco grade ${shellWord(named)}`;
  return `loco grade --base-ref ${base!.slice(0, 12)} --head-ref ${head!.slice(0, 12)}`;
}
