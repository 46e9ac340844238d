import path from "node:path";
import { LocoError, type GradeRecord, type JsonValue, type SealedResults } from "@locollm/core";
import {
  gradeSealed,
  openSealedFolder,
  proveSealed,
  requireInstructorsMachine,
  type Submission,
} from "@locollm/course";
import { explainVerdict } from "@locollm/eval";
import { findClassRepository, readWorkspace, resolveSemester, type Workspace } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { gradeAndRecord, type RecordOptions } from "../steps/grade-and-record.ts";
import { openNamed, type OpenOptions } from "../steps/open-named.ts";
import { keptGrade } from "../steps/kept-grade.ts";
import { gradeFolder, writeGrade } from "../steps/write-grade.ts";

export interface GradeSealedOptions extends OpenOptions, RecordOptions {
  readonly out?: string | undefined;
  readonly sealed: string;
}

/** The instructor's: adapter and base on rows that nobody else has seen. Counts and verdicts come out, and no word of a row. */
export async function gradeSealedRows(
  invocation: Invocation,
  named: string | undefined,
  options: GradeSealedOptions,
): Promise<CommandResult> {
  requireInstructorsMachine();
  const repository = await findClassRepository(invocation.directory);
  const folder = path.resolve(invocation.directory, options.sealed);
  const slugs = await openSealedFolder(folder, repository);
  const workspace = await readWorkspace(repository);
  const isBranch = options.headRef !== "HEAD" || options.baseRef !== "origin/HEAD";
  const asked = named !== undefined || isBranch ? [named] : publishedIn(workspace, slugs, folder, options);
  const done: SealedResults[] = [];
  for (const name of asked) {
    const place = { repository, folder, workspace };
    done.push(await gradeOne(invocation, place, name, options));
  }
  return {
    data: done as unknown as JsonValue,
    text: `${done.map(inWords).join("\n\n")}\n\nIn ${path.join(folder, "results")}, for you alone until: loco semester reveal`,
  };
}

interface Place {
  readonly repository: string;
  readonly folder: string;
  readonly workspace: Workspace;
}

async function gradeOne(
  invocation: Invocation,
  { repository, folder, workspace }: Place,
  named: string | undefined,
  options: GradeSealedOptions,
): Promise<SealedResults> {
  await using submission = await openNamed(invocation, repository, named, options);
  const { adapter } = submission;
  if (adapter === null) {
    throw new LocoError({
      code: "sealed-ungraded",
      message: "This change is not about one adapter, so no sealed rows belong to it.",
      fix: "Name an adapter, or a branch that changes one.",
      kind: "usage",
    });
  }
  const [semesterId, slug] = adapter.split("/") as [string, string];
  // Before minutes of measuring.
  const proven = await proveSealed(folder, resolveSemester(workspace, semesterId), slug);
  const kept =
    options.out === undefined ? gradeFolder(repository, adapter) : path.resolve(invocation.directory, options.out);
  // What is recorded is graded: an earlier grade says nothing of lateness or of other submissions.
  const earlier = options.records === undefined ? await standing(kept, submission) : null;
  const record = earlier ?? (await gradedNow());
  invocation.talk.say(`Sealed rows of ${adapter}`);
  return (await gradeSealed(invocation, submission, { repository, folder, record, proven })).results;

  async function gradedNow(): Promise<GradeRecord> {
    const graded = await gradeAndRecord(invocation, repository, submission, named, options);
    await writeGrade(invocation, graded, { repository, out: options.out });
    return graded.record;
  }
}

/** The record of an earlier grade of the very same files, where it measured something. */
async function standing(folder: string, { files, adapter }: Submission): Promise<GradeRecord | null> {
  const data = await keptGrade(folder);
  if (data === null || data.adapter !== adapter || files === null || data.submission.files !== files) return null;
  return data.results === null || data.weights === null || data.conclusion === "failure" ? null : data;
}

/** The adapters of a semester whose rows are in the folder and published. */
function publishedIn(
  workspace: Workspace,
  slugs: readonly string[],
  folder: string,
  { semester: named }: GradeSealedOptions,
): string[] {
  const { id, seals } = resolveSemester(workspace, named);
  const found = slugs.filter((slug) => seals?.adapters[slug]?.sealed !== undefined);
  if (found.length > 0) return found.map((slug) => `${id}/${slug}`);
  throw new LocoError({
    code: "not-sealed",
    message: `No rows in ${folder} are published as sealed in ${id}.`,
    fix: `Publish their hashes first: loco semester seal ${folder}`,
    fields: { folder, semester: id },
    kind: "usage",
  });
}

function inWords({ adapter, rows, sealed }: SealedResults): string {
  const sides = {
    after: { name: "the adapter", counts: sealed.adapter },
    before: { name: "the base with its best prompt", counts: sealed.base },
  };
  const left =
    rows.inTraining === 0
      ? ""
      : ` ${rows.inTraining} of ${rows.items} rows were left out: training has seen their questions.`;
  // Only the figures are looked at; what the runs are called is not kept.
  const verdict = { ...sealed.verdict, before: "", after: "" };
  return `${adapter}, sealed: ${explainVerdict(verdict, sides)}${left}`;
}
