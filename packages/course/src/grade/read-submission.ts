import { hasErrors, type Finding } from "@locollm/core";
import { readWorkspace, resolveBase, type AdapterFolder, type SemesterFolder, type Workspace } from "@locollm/store";
import { panelFor } from "../panel/panel-for.ts";
import type { PanelItem } from "../panel/panel.ts";
import type { Submission } from "../submission/stage-submission.ts";
import type { StepTimer } from "../work/step-timer.ts";
import type { Work } from "../work/work.ts";
import { besideTheClass } from "./beside-the-class.ts";
import { broughtOutputs } from "./brought-outputs.ts";
import { checkSubmission } from "./check-submission.ts";
import { figuresChanged } from "./figures-changed.ts";
import { standingResults, type StandingResults } from "./standing-results.ts";

/** A submission that can be measured, and what it is measured with. */
export interface MeasurableSubmission {
  /** The class with the submission, and without. */
  readonly theirs: Workspace;
  readonly ours: Workspace;
  /** Of `theirs`. */
  readonly adapter: AdapterFolder;
  /** Its last version in the class, if it has one. */
  readonly accepted: AdapterFolder | undefined;
  readonly semester: SemesterFolder;
  /**
   * The class's, read when it is needed: that it is not the one which is hashed is no reason to send nothing.
   *
   * @throws LocoError of `panelFor`
   */
  readonly panel: () => Promise<readonly PanelItem[]>;
}

export interface ReadSubmission {
  readonly version: string | null;
  /** Of the change, the files, and every rule on the adapter. */
  readonly findings: readonly Finding[];
  /** Results that stand, because nothing that is measured has changed. */
  readonly standing: StandingResults | null;
  /** Null where an error has to be mended first, or nothing has to be measured. */
  readonly measurable: MeasurableSubmission | null;
}

/**
 * Reads and checks a submission, and finds out whether anything of it has to be measured.
 *
 * @param repository the class repository that stays
 */
export async function readSubmission(
  work: Work,
  submission: Submission,
  repository: string,
  timer: StepTimer,
): Promise<ReadSubmission> {
  const { adapter: id } = submission;
  const nothing = { version: null, findings: submission.findings, standing: null, measurable: null };
  if (id === null || hasErrors(submission.findings)) return nothing;
  const [theirs, ours] = await timer.step("reading", () =>
    Promise.all([readWorkspace(submission.root), readWorkspace(submission.classRoot)]),
  );
  const checked = await timer.step("checking", () => checkSubmission(work.signal, theirs, id));
  const { adapter, semester } = checked;
  const brought = semester === null ? [] : await broughtOutputs(submission, id, semester.manifest.grade.weights);
  const own = adapter === null || semester === null ? [] : await besideTheClass({ theirs, ours, adapter, semester });
  const findings = [...submission.findings, ...brought, ...checked.findings, ...own];
  const read = { ...nothing, version: adapter?.manifest.version ?? null, findings };
  if (adapter === null || semester === null || hasErrors(findings)) return read;
  const accepted = ours.semesters.flatMap(({ adapters }) => adapters).find((one) => one.id === id);
  const standing = await standingResults(
    adapter,
    accepted,
    resolveBase(theirs, undefined, semester),
    semester.manifest.grade,
  );
  if (standing !== null) {
    const figures = await figuresChanged(adapter, accepted);
    return figures === null ? { ...read, standing } : { ...read, findings: [...findings, figures] };
  }
  const panel = () => panelFor(submission, repository, semester.id, ours);
  return { ...read, measurable: { theirs, ours, adapter, accepted, semester, panel } };
}
