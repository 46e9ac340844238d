import { hasErrors, type Finding, type GradeRecord } from "@locollm/core";
import type { Report } from "@locollm/eval";
import { readWorkspace } from "@locollm/store";
import { thisMachine } from "@locollm/trainer";
import { panelFor } from "../panel/panel-for.ts";
import type { Submission } from "../submission/stage-submission.ts";
import { StepTimer } from "../work/step-timer.ts";
import type { Work } from "../work/work.ts";
import { checkSubmission } from "./check-submission.ts";
import { concludeMeasured, concludeUnmeasured } from "./conclude.ts";
import { measureSubmission } from "./measure-submission.ts";

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
  const findings: Finding[] = [...submission.findings];
  let version: string | null = null;
  const about = { schema: 1 as const, adapter: id, submission: { from, head, base, files }, reproduce };
  const end = () => ({ version, findings, machine: thisMachine(null), timings: timer.timings });
  const nothing = { weights: null, results: null, challenged: [], harm: null };
  const unmeasured = (): Graded => ({
    report: null,
    record: { ...about, ...nothing, ...concludeUnmeasured(id, findings), ...end() },
  });
  if (id === null || hasErrors(findings)) return unmeasured();

  const [theirs, ours] = await timer.step("reading", () =>
    Promise.all([readWorkspace(submission.root), readWorkspace(submission.classRoot)]),
  );
  const checked = await timer.step("checking", () => checkSubmission(work.signal, theirs, id));
  findings.push(...checked.findings);
  const { adapter, semester } = checked;
  version = adapter?.manifest.version ?? null;
  if (adapter === null || semester === null || hasErrors(findings)) return unmeasured();
  const panel = await panelFor(submission, repository, semester.id, ours);
  const outcome = await measureSubmission(work, { repository, theirs, ours, adapter, semester, panel, timer });
  if ("code" in outcome) {
    findings.push(outcome);
    return unmeasured();
  }
  const { report, ...measured } = outcome;
  const concluded = concludeMeasured({ adapter: id, ...measured }, findings);
  return { report, record: { ...about, ...measured, ...concluded, ...end() } };
}
