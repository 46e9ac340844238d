import type { GradeRecord, GradeRules, InstructorRecord } from "@locollm/core";
import { readWorkspace, type AdapterFolder } from "@locollm/store";
import { measuredHash } from "../grade/measured-hash.ts";
import { isClassOutput } from "../submission/class-outputs.ts";
import type { Submission } from "../submission/stage-submission.ts";
import type { Work } from "../work/work.ts";
import { deadlineOf, latenessOf } from "./lateness.ts";
import { keepSubmission, keptSubmissions } from "./kept-submissions.ts";
import { commitOf, receivedAt } from "./received.ts";
import { isSameSubmission, openLedger, readLedger, writeLedger } from "./ledger.ts";
import { partsOf, type Part } from "./points.ts";
import { similarTo } from "./similar-to.ts";

export interface RecordOptions {
  readonly repository: string;
  /** Outside the repository. */
  readonly folder: string;
  readonly deadline?: string | undefined;
  /** Folder with what the gate trained of it, if it did. */
  readonly retrained: string | null;
  /** When the submission came, an ISO date and time with its zone; the commit's own time, or now, if left out. */
  readonly received?: string | undefined;
}

export interface KeptRecord {
  readonly file: string;
  /** The record of this submission that stands in the file. */
  readonly mine: InstructorRecord;
  /** False where an earlier one stays, which was measured. */
  readonly isNew: boolean;
  /** All of the adapter for the same deadline, in the order in which they came. */
  readonly records: readonly InstructorRecord[];
}

/**
 * Whether a record can be kept, found out before minutes of measuring.
 *
 * @throws LocoError `records-in-repository`, `record-unreadable`, `unknown-deadline`, `deadline-unnamed`
 */
export async function requireRecordable(
  repository: string,
  { adapter, root }: Submission,
  { folder, deadline }: { readonly folder: string | undefined; readonly deadline?: string | undefined },
): Promise<void> {
  if (folder === undefined) return;
  await openLedger(folder, repository);
  if (adapter !== null) await readLedger(folder, adapter);
  const semester = (await readWorkspace(root)).semesters.find(({ id }) => id === adapter?.split("/")[0]);
  if (semester !== undefined) deadlineOf(semester.manifest, deadline);
}

/**
 * What only the instructor keeps of a graded submission: points, lateness, the number of its try, and what it has in common with other
 * work, as evidence. Null where the change was not about one adapter.
 *
 * @throws LocoError `records-in-repository`, `record-unreadable`, `unknown-deadline`, `deadline-unnamed`
 */
export async function recordForInstructor(
  work: Work,
  submission: Submission,
  record: GradeRecord,
  options: RecordOptions,
): Promise<KeptRecord | null> {
  const folder = await openLedger(options.folder, options.repository);
  if (record.adapter === null) return null;
  const workspace = await readWorkspace(submission.root);
  const semester = workspace.semesters.find(({ id }) => id === record.adapter!.split("/")[0]);
  if (semester === undefined) return null;
  const { grade, gate } = semester.manifest;
  // Not there where its manifest cannot be read.
  const adapter = semester.adapters.find(({ id }) => id === record.adapter);
  const deadline = deadlineOf(semester.manifest, options.deadline);
  const { files, head } = submission;
  // What could not be read is not known again.
  const isNamed = files !== null || head !== null;
  const earlier = isNamed ? await readLedger(folder, record.adapter) : [];
  const known = earlier.find((one) => isSameSubmission(one, { files, head, deadline }));
  const sent = await commitOf(submission, options.repository);
  const received = receivedAt(sent, known, options.received);
  const mine: InstructorRecord = {
    schema: 1,
    adapter: record.adapter,
    files,
    measured: adapter === undefined ? null : await measuredOf(adapter, record, grade),
    head,
    author: sent.author,
    received,
    deadline,
    late: latenessOf(received.at, deadline.at, grade.late),
    tries: grade.tries,
    parts: withGiven(partsOf(record, grade, gate.minimumRows.eval), known),
    similar:
      adapter === undefined
        ? []
        : await similarTo(work, workspace, adapter, record, await keptSubmissions(folder, record.adapter, workspace)),
  };
  if (record.version !== null)
    await keepSubmission(folder, { adapter: record.adapter, root: submission.root, retrained: options.retrained });
  const { file, record: kept } = await writeLedger(folder, mine);
  const records = (await readLedger(folder, record.adapter)).filter((one) => one.deadline.name === deadline.name);
  return { file, mine: kept, isNew: kept.measured === mine.measured, records };
}

/** Points that a person gave, where the gate left the part open for the same reason before. */
function withGiven(parts: readonly Part[], known: InstructorRecord | undefined): Part[] {
  return parts.map((one) => {
    const given = known?.parts.find(
      ({ part, of, because }) => part === one.part && of === one.of && because === one.because,
    );
    return one.points === null && given !== undefined ? given : one;
  });
}

/** Null where nothing was measured. */
async function measuredOf(
  adapter: AdapterFolder,
  { results }: GradeRecord,
  { weights }: GradeRules,
): Promise<string | null> {
  return results === null ? null : measuredHash(adapter, (inside) => isClassOutput(inside, weights));
}
