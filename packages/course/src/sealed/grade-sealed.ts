import path from "node:path";
import { LocoError, type GradeRecord, type SealedResults } from "@locollm/core";
import {
  readAdapterData,
  readWorkspace,
  resolveBase,
  trainEvalOverlap,
  writeWhole,
  type AdapterFolder,
} from "@locollm/store";
import { obtainBase } from "../bases/obtain-base.ts";
import { openEngine } from "../engine/open-engine.ts";
import type { Submission } from "../submission/stage-submission.ts";
import type { Work } from "../work/work.ts";
import { concealErrors } from "./conceal-errors.ts";
import { measureSealed } from "./measure-sealed.ts";
import type { ProvenRows } from "./prove-sealed.ts";
import { weightsOfRecord } from "./weights-of-record.ts";

export interface GradeSealedOptions {
  /** The class repository that stays. */
  readonly repository: string;
  /** The instructor's, outside the repository; the results go there and nowhere else. */
  readonly folder: string;
  /** What the ordinary gate found out about this submission. */
  readonly record: GradeRecord;
  readonly proven: ProvenRows;
}

export interface SealedGrade {
  readonly results: SealedResults;
  readonly file: string;
}

/**
 * Lets the graded weights and the base answer sealed rows, on the instructor's machine. Only counts and the verdict come out, into
 * `results/` in the instructor's folder; nothing of a row is printed, cached or kept.
 *
 * @throws LocoError `sealed-ungraded`, `sealed-failed`
 */
export async function gradeSealed(
  work: Work,
  submission: Submission,
  { repository, folder, record, proven }: GradeSealedOptions,
): Promise<SealedGrade> {
  const { slug, rows, published } = proven;
  const theirs = await readWorkspace(submission.root);
  const semester = theirs.semesters.find(({ id }) => id === record.adapter?.split("/")[0]);
  const adapter = semester?.adapters.find(({ id }) => id === record.adapter);
  const { results, weights } = record;
  if (semester === undefined || adapter === undefined || results === null || weights === null)
    throw ungraded(record, adapter);
  const manifest = resolveBase(theirs, results.base.id, semester);
  const file = await obtainBase(work, repository, manifest);
  const local = await weightsOfRecord(work, adapter, results, semester.manifest.grade);
  const data = await readAdapterData(adapter);
  const seen = new Set(trainEvalOverlap(data.train, rows, "").map(({ line }) => line));
  const items = rows.filter(({ line }) => !seen.has(line)).map(({ item }) => item);
  await using stack = new AsyncDisposableStack();
  const engine = await openEngine(stack, manifest, file);
  const measured = await concealErrors(`Grading the sealed rows of ${adapter.id}`, work.signal, () =>
    measureSealed(work, engine, {
      adapter,
      data,
      items,
      rows: { sha256: published.sha256, items: rows.length, inTraining: seen.size },
      weights: local,
      results,
      alpha: semester.manifest.gate.alpha,
    }),
  );
  const target = path.join(folder, "results", `${slug}.json`);
  await writeWhole(target, `${JSON.stringify(measured, null, 2)}\n`);
  return { results: measured, file: target };
}

function ungraded({ adapter: id, title }: GradeRecord, adapter: AdapterFolder | undefined): LocoError {
  return new LocoError({
    code: "sealed-ungraded",
    message: `The ordinary gate measured nothing of ${id ?? "this change"}: ${title}`,
    fix: `What is sealed is graded after the public rows are. See: loco check ${adapter?.id ?? ""}`.trim(),
    fields: { adapter: id },
  });
}
