import path from "node:path";
import { gradeSubmission, recordForInstructor, requireRecordable, type Graded, type Submission } from "@locollm/course";
import { shellWord } from "@locollm/eval";
import type { Invocation } from "../invocation.ts";

export interface RecordOptions {
  readonly records?: string | undefined;
  readonly deadline?: string | undefined;
  readonly received?: string | undefined;
  readonly semester?: string | undefined;
}

/** Grades a submission, and keeps what is the instructor's alone. */
export async function gradeAndRecord(
  invocation: Invocation,
  repository: string,
  submission: Submission,
  named: string | undefined,
  options: RecordOptions,
): Promise<Graded> {
  await requireRecordable(repository, submission, {
    ...options,
    folder: options.records === undefined ? undefined : path.resolve(invocation.directory, options.records),
  });
  const graded = await gradeSubmission(invocation, submission, {
    repository,
    reproduce: reproduced(submission, named, options.semester),
  });
  await keepRecord(invocation, repository, submission, graded, options);
  return graded;
}

/** Whose clock the lateness goes by. */
const clocks = {
  commit: " That is by the commit's own time, which its author sets; --received names another.",
  now: " That is by the time of this command; --received names another.",
  instructor: "",
} as const;

/** Points, lateness and what is similar: for the instructor, in the folder that the command names, and nowhere else. */
async function keepRecord(
  invocation: Invocation,
  repository: string,
  submission: Submission,
  { record: graded, retrained }: Graded,
  { records, deadline, received }: RecordOptions,
): Promise<void> {
  if (records === undefined) return;
  const folder = path.resolve(invocation.directory, records);
  const settings = { repository, folder, deadline, received, retrained };
  const kept = await recordForInstructor(invocation, submission, graded, settings);
  if (kept === null) return;
  const { record, file, counted } = kept;
  const points = record.points === null ? "open" : `${record.points} of ${record.of}`;
  const number =
    record.try.number === null ? "refused, which uses no try" : `try ${record.try.number} of ${record.try.of}`;
  const counts =
    counted.record?.files === record.files
      ? ""
      : ` Another is the one that counts: loco semester points ${shellWord(records)}`;
  invocation.talk.say(
    `For you alone, in ${file}: ${points} points, ${number}. ${record.late.sentence}${clocks[record.received.by]}${counts}`,
  );
  if (record.similar.length > 0)
    invocation.talk.say(
      `It has something in common with ${record.similar.map(({ other }) => other).join(", ")}: look there.`,
    );
}

/** As a person types it; commits by their hashes, because branches move. */
function reproduced({ head, base }: Submission, named: string | undefined, semester: string | undefined): string {
  const there = semester === undefined ? "" : ` --semester ${shellWord(semester)}`;
  if (named !== undefined) return `loco grade ${shellWord(named)}${there}`;
  return `loco grade --base-ref ${base!.slice(0, 12)} --head-ref ${head!.slice(0, 12)}`;
}
