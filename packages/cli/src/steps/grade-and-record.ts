import path from "node:path";
import {
  gradeSubmission,
  isSameSubmission,
  pointsOf,
  recordForInstructor,
  requireRecordable,
  tryNumbers,
  whichCounts,
  type Graded,
  type KeptRecord,
  type Submission,
} from "@locollm/course";
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
  if (kept === null) {
    invocation.talk.say(`Nothing is kept in ${folder}: the change is not about one adapter of a semester.`);
    return;
  }
  for (const sentence of wordsOf(kept, records)) invocation.talk.say(sentence);
}

function wordsOf({ file, mine, isNew, records }: KeptRecord, folder: string): string[] {
  const { points, outOf } = pointsOf(mine);
  const at = records.findIndex((one) => isSameSubmission(one, mine));
  const number = tryNumbers(records)[at] ?? null;
  const tried = number === null ? "refused, which uses no try" : `try ${number} of ${mine.tries}`;
  const counting = whichCounts(records);
  const counted = counting !== null && isSameSubmission(counting.record, mine);
  const others = [...new Set(records.map(({ author }) => author))].filter(
    (author) => author !== null && author !== mine.author,
  );
  return [
    ...(isNew ? [] : ["It was measured before, and what was found then stays for you."]),
    `For you alone, in ${file}: ${points ?? "open"} of ${outOf} points, ${tried}. ${mine.late.sentence}${clocks[mine.received.by]}`,
    ...(counted ? [] : [`Another one counts: loco semester points ${shellWord(folder)}`]),
    ...(mine.author === null || others.length === 0
      ? []
      : [`It is by ${mine.author}; others of this adapter are by ${others.join(" and ")}.`]),
    ...(mine.similar.length === 0
      ? []
      : [`It has something in common with ${mine.similar.map(({ other }) => other).join(", ")}: look there.`]),
  ];
}

/** As a person types it; commits by their hashes, because branches move. */
function reproduced({ head, base }: Submission, named: string | undefined, semester: string | undefined): string {
  const there = semester === undefined ? "" : ` --semester ${shellWord(semester)}`;
  if (named !== undefined) return `loco grade ${shellWord(named)}${there}`;
  return `loco grade --base-ref ${base!.slice(0, 12)} --head-ref ${head!.slice(0, 12)}`;
}
