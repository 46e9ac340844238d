import path from "node:path";
import type { GradeRecord, GradeRules, InstructorRecord } from "@locollm/core";
import {
  findCachedBase,
  homeFolders,
  locoHome,
  readAdapterData,
  readGguf,
  readWorkspace,
  type AdapterRows,
  type Workspace,
} from "@locollm/store";
import { measuredHash } from "../grade/measured-hash.ts";
import { similarWork } from "../similarity/similar-work.ts";
import { isClassOutput } from "../submission/class-outputs.ts";
import type { Submission } from "../submission/stage-submission.ts";
import type { Work } from "../work/work.ts";
import { deadlineOf, latenessOf } from "./lateness.ts";
import { keepSubmission, keptSubmissions } from "./kept-submissions.ts";
import { commitOf, receivedAt } from "./received.ts";
import { isSameSubmission, openLedger, readLedger, writeLedger } from "./ledger.ts";
import { partsOf, type Part } from "./points.ts";

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
  const deadline = deadlineOf(semester.manifest, options.deadline);
  const { files } = submission;
  const known = (await readLedger(folder, record.adapter)).find((one) => isSameSubmission(one, { files, deadline }));
  const { author, ...sent } = await commitOf(submission, options.repository);
  const received = receivedAt(sent, files === null ? undefined : known, options.received);
  const mine: InstructorRecord = {
    schema: 1,
    adapter: record.adapter,
    files,
    measured: await measuredOf(workspace, record, grade),
    head: submission.head,
    author,
    received,
    deadline,
    late: latenessOf(received.at, deadline.at, grade.late),
    tries: grade.tries,
    parts: withGiven(partsOf(record, grade, gate.minimumRows.eval), known),
    similar: await similarTo(work, workspace, record, await keptSubmissions(folder, record.adapter, workspace)),
  };
  if (record.version !== null)
    await keepSubmission(folder, { adapter: record.adapter, root: submission.root, retrained: options.retrained });
  const { file, record: kept } = await writeLedger(folder, mine);
  const records = (await readLedger(folder, record.adapter)).filter((one) => one.deadline.name === deadline.name);
  return { file, mine: kept, isNew: kept === mine, records };
}

/** Points that a person gave, where the gate leaves a part open. */
function withGiven(parts: readonly Part[], known: InstructorRecord | undefined): Part[] {
  return parts.map((one) => {
    const given = known?.parts.find(({ part, of }) => part === one.part && of === one.of);
    return one.points === null && given !== undefined ? given : one;
  });
}

/** Null where nothing was measured. */
async function measuredOf(
  { semesters }: Workspace,
  { adapter: id, results }: GradeRecord,
  { weights }: GradeRules,
): Promise<string | null> {
  const adapter = semesters.flatMap(({ adapters }) => adapters).find((one) => one.id === id);
  if (results === null || adapter === undefined) return null;
  return measuredHash(adapter, (inside) => isClassOutput(inside, weights));
}

async function similarTo(
  work: Work,
  workspace: Workspace,
  record: GradeRecord,
  besides: readonly AdapterRows[],
): Promise<InstructorRecord["similar"]> {
  const adapter = workspace.semesters.flatMap(({ adapters }) => adapters).find(({ id }) => id === record.adapter);
  if (adapter === undefined) return [];
  const { evidence } = await similarWork({
    workspace,
    adapter,
    data: await readAdapterData(adapter),
    besides,
    weights: await gradedWeights(workspace, record),
    signal: work.signal,
  });
  return evidence.map(({ other, declared, sentences }) => ({ other, declared, sentences: [...sentences] }));
}

async function gradedWeights(workspace: Workspace, { weights, results }: GradeRecord) {
  const manifest = workspace.bases.find(({ id }) => id === results?.base.id);
  if (weights === null || manifest === undefined) return undefined;
  const base = await findCachedBase(manifest);
  if (base === undefined) return undefined;
  const file = path.join(locoHome(), homeFolders.weights, `${weights.sha256}.gguf`);
  return { file, base: { id: manifest.id, sha256: base.sha256, gguf: readGguf(base.path) } };
}
