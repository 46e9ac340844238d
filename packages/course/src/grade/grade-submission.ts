import { firstFindings, type Finding, type GradeRecord } from "@locollm/core";
import type { Report } from "@locollm/eval";
import { thisMachine } from "@locollm/trainer";
import type { Submission } from "../submission/stage-submission.ts";
import { StepTimer } from "../work/step-timer.ts";
import type { Work } from "../work/work.ts";
import { concludeMeasured, concludeStanding, concludeUnmeasured } from "./conclude.ts";
import { measureSubmission } from "./measure-submission.ts";
import { readSubmission } from "./read-submission.ts";

/** A record is read again by a job that may post, which takes so much and no more. */
const mostFindings = 1000;

export interface GradeOptions {
  /** The class repository that stays; runs and weights are kept in its `.loco/`. */
  readonly repository: string;
  /** The command that does all of it again. */
  readonly reproduce: string | null;
}

export interface Graded {
  readonly record: GradeRecord;
  /** The paired evaluation; null where nothing was measured. */
  readonly report: Report | null;
  /** Folder with what only the class writes: the results, and the lock and the weights if they were trained for this grade. */
  readonly retrained: string | null;
}

/**
 * The gate on one submission: its files and rows, its weights, adapter and base on the same items, the adapter that serves these
 * questions already, and what the class's routed system loses. Everything is read with the class's own rules and code.
 *
 * @throws LocoError where the machine lacks something; what a student wrote wrong is in the record
 */
export async function gradeSubmission(
  work: Work,
  submission: Submission,
  { repository, reproduce }: GradeOptions,
): Promise<Graded> {
  const timer = new StepTimer();
  const { adapter: id, from, head, base, files } = submission;
  const { version, findings, standing, measurable } = await readSubmission(work, submission, repository, timer);
  const about = { schema: 1 as const, adapter: id, version, submission: { from, head, base, files }, reproduce };
  const nothing = { weights: null, results: null, constant: null, challenged: [], harm: null };
  const end = (all: readonly Finding[]) => ({
    findings: firstFindings(all, mostFindings),
    machine: thisMachine(null),
    timings: timer.timings,
  });
  const unmeasured = (all: readonly Finding[]): Graded => ({
    report: null,
    retrained: null,
    record: { ...about, ...nothing, ...concludeUnmeasured(id, all), ...end(all) },
  });
  if (id !== null && standing !== null) {
    const { results, weights } = standing;
    const concluded = concludeStanding(id);
    const record = { ...about, ...nothing, results, weights, ...concluded, ...end(findings) };
    return { report: null, retrained: null, record };
  }
  if (id === null || measurable === null) return unmeasured(findings);
  const outcome = await measureSubmission(work, { ...measurable, repository, timer });
  if ("code" in outcome) return unmeasured([...findings, outcome]);
  const { report, retrained, ...measured } = outcome;
  const concluded = concludeMeasured({ adapter: id, ...measured }, findings);
  return { report, retrained, record: { ...about, ...measured, ...concluded, ...end(findings) } };
}
