import path from "node:path";
import type { GradeRecord, InstructorRecord } from "@locollm/core";
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
import type { Submission } from "../submission/stage-submission.ts";
import type { Work } from "../work/work.ts";
import { deadlineOf, latenessOf } from "./lateness.ts";
import { keepSubmission, keptSubmissions } from "./kept-submissions.ts";
import { commitOf, receivedAt } from "./received.ts";
import { openLedger, readLedger, tryNumber, writeLedger } from "./ledger.ts";
import { partsOf, sumOf } from "./points.ts";
import { whichCounts, type Counted } from "./which-counts.ts";

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
): Promise<{ readonly record: InstructorRecord; readonly file: string; readonly counted: Counted } | null> {
  const folder = await openLedger(options.folder, options.repository);
  if (record.adapter === null) return null;
  const workspace = await readWorkspace(submission.root);
  const semester = workspace.semesters.find(({ id }) => id === record.adapter!.split("/")[0]);
  if (semester === undefined) return null;
  const { grade, gate } = semester.manifest;
  const known = await readLedger(folder, record.adapter);
  const measured = await measuredOf(workspace, record);
  const { author, ...sent } = await commitOf(submission, options.repository);
  const received = receivedAt(
    sent,
    known.find(({ files }) => files === submission.files && files !== null),
    options.received,
  );
  const deadline = deadlineOf(semester.manifest, options.deadline);
  const late = latenessOf(received.at, deadline.at, grade.late);
  const parts = partsOf(record, grade, gate.minimumRows.eval);
  const sum = sumOf(parts);
  const mine: InstructorRecord = {
    schema: 1,
    adapter: record.adapter,
    files: submission.files,
    measured,
    head: submission.head,
    author,
    received,
    deadline,
    late,
    try: { number: tryNumber(known, measured), of: grade.tries },
    parts,
    points: sum === null ? null : Number((sum * late.keeps).toFixed(2)),
    of: grade.parts.reduce((total, { points }) => total + points, 0),
    similar: await similarTo(work, workspace, record, await keptSubmissions(folder, record.adapter, workspace)),
  };
  if (record.version !== null)
    await keepSubmission(folder, { adapter: record.adapter, root: submission.root, retrained: options.retrained });
  const file = await writeLedger(folder, mine);
  return { record: mine, file, counted: whichCounts(await readLedger(folder, record.adapter)) };
}

/** Null where nothing was measured. */
async function measuredOf({ semesters }: Workspace, { adapter: id, results }: GradeRecord): Promise<string | null> {
  const adapter = semesters.flatMap(({ adapters }) => adapters).find((one) => one.id === id);
  return results === null || adapter === undefined ? null : measuredHash(adapter);
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
