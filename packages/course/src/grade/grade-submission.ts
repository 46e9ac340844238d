import { hasErrors, LocoError, type Finding, type GradeRecord } from "@locollm/core";
import type { Report } from "@locollm/eval";
import { readWorkspace, resolveBase, type Workspace } from "@locollm/store";
import { thisMachine } from "@locollm/trainer";
import { checkSubmission } from "./check-submission.ts";
import { challenge } from "./challenge.ts";
import { concludeMeasured, concludeUnmeasured } from "./conclude.ts";
import { findIncumbent } from "./find-incumbent.ts";
import { judgeTogether } from "./judge-together.ts";
import { measureHarm } from "./measure-harm.ts";
import { obtainWeights } from "./obtain-weights.ts";
import { openRoutedSystem } from "./routed-system.ts";
import { readPanel, type PanelItem } from "../panel/panel.ts";
import { obtainBase } from "../bases/obtain-base.ts";
import { costToldFirst } from "../engine/cost-told-first.ts";
import { openEngine } from "../engine/open-engine.ts";
import { estimateEvaluationHere } from "../estimate/estimate-evaluation.ts";
import { sayCost } from "../estimate/say-cost.ts";
import { evaluateOnBase } from "../evaluation/evaluate-on-base.ts";
import { adapterPath, type Submission } from "../submission/stage-submission.ts";
import { StepTimer } from "../work/step-timer.ts";
import type { Work } from "../work/work.ts";

export interface GradeOptions {
  /** The class repository that stays; runs and weights are kept in its `.loco/`. */
  readonly repository: string;
  /** The command that does all of it again. */
  readonly reproduce: string | null;
  readonly timer?: StepTimer;
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
export async function gradeSubmission(work: Work, submission: Submission, options: GradeOptions): Promise<Graded> {
  const { timer = new StepTimer(), repository, reproduce } = options;
  const { adapter: id, from, head, base, files } = submission;
  const findings: Finding[] = [...submission.findings];
  const about = {
    schema: 1 as const,
    adapter: id,
    version: null as string | null,
    submission: { from, head, base, files },
    weights: null,
    results: null,
    challenged: [],
    harm: null,
    machine: thisMachine(null),
  };
  const unmeasured = (stopped: string | null = null): Graded => {
    const concluded = concludeUnmeasured(id, findings, stopped);
    return { report: null, record: { ...about, ...concluded, findings, reproduce, timings: timer.timings } };
  };
  if (id === null || hasErrors(findings)) return unmeasured();

  const [theirs, ours] = await timer.step("reading", () =>
    Promise.all([readWorkspace(submission.root), readWorkspace(submission.classRoot)]),
  );
  const checked = await timer.step("checking", () => checkSubmission(work.signal, theirs, id));
  findings.push(...checked.findings);
  const { adapter, semester } = checked;
  if (adapter === null || semester === null || hasErrors(findings)) return unmeasured();
  about.version = adapter.manifest.version;
  const { alpha } = semester.manifest.gate;
  const rules = semester.manifest.grade;
  const classSemester = ours.semesters.find(({ id: name }) => name === semester.id) ?? { ...semester, adapters: [] };
  const panel = await panelFor(submission, repository, semester.id, ours);

  const manifest = resolveBase(theirs, undefined, semester);
  const file = await timer.step("base", () => obtainBase(work, repository, manifest));
  const accepted = ours.semesters.flatMap(({ adapters }) => adapters).find((one) => one.id === id);
  const obtained = await timer
    .step("weights", () =>
      obtainWeights(work, { rules, repository, workspace: theirs, adapter, accepted, manifest, file }),
    )
    .catch((error: unknown) => blamed(work, error, id, findings));
  if (obtained === null) return unmeasured();
  const { local, record: weights } = obtained;
  await using stack = new AsyncDisposableStack();
  const engine = costToldFirst(await openEngine(stack, manifest, file), async () =>
    sayCost(work, `Evaluating ${id}`, await estimateEvaluationHere(work, adapter, manifest, file)),
  );
  const evaluation = await timer.step("evaluation", () =>
    evaluateOnBase(work, { ...theirs, root: repository }, adapter, engine, { weights: local, write: false }),
  );

  const before = await timer.step("routing", () => openRoutedSystem(work, ours, classSemester, manifest));
  const incumbent = await findIncumbent(ours, before.router, adapter, manifest);
  const contest = await timer.step("comparison", async () =>
    incumbent === null
      ? []
      : challenge(work, engine, { adapter, weights: local, own: evaluation.adapterRun }, incumbent.adapter, alpha),
  );
  const harm =
    panel.length === 0
      ? null
      : await timer.step("panel", async () => {
          const added = new Map([[adapter.id, local]]);
          const after = await openRoutedSystem(work, theirs, semester, manifest, added);
          return measureHarm(work, { panel, before, after, engine, alpha, margin: rules.margin });
        });

  const judged = judgeTogether({
    results: evaluation.summary,
    report: evaluation.report,
    contest,
    incumbent,
    harm,
  });
  const { results, challenged } = judged;
  const measured = { adapter: id, results, challenged, harm: judged.harm };
  return {
    report: judged.report,
    record: {
      ...about,
      ...measured,
      ...concludeMeasured(measured, findings),
      findings,
      weights,
      reproduce,
      timings: timer.timings,
    },
  };
}

/**
 * The panel as the class holds it, without the questions of adapters that are not in the class beside which a submission stands.
 *
 * @throws LocoError where the panel is not the one that `semester.yaml` hashes: that is no fault of the submission
 */
async function panelFor(
  { from }: Submission,
  repository: string,
  semester: string,
  ours: Workspace,
): Promise<PanelItem[]> {
  const holder = from === "git" ? ours : await readWorkspace(repository);
  const found = holder.semesters.find(({ id }) => id === semester);
  if (found === undefined) return [];
  const { items, findings } = await readPanel(holder, found);
  const [wrong] = findings.filter(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new LocoError({ code: wrong.code, message: wrong.message, fix: wrong.fix });
  const known = new Set(ours.semesters.flatMap(({ adapters }) => adapters).map(({ id }) => id));
  return items.filter(({ adapter }) => known.has(adapter.id));
}

/** What the class's own trainer is to blame for, whatever the rows. */
const ourFaults = new Set([
  "architecture-unknown",
  "no-template",
  "not-exportable",
  "parity-failed",
  "parity-tokens",
  "probe-failed",
  "safetensors-broken",
  "template-differs",
  "trainer-crashed",
  "trainer-killed",
  "trainer-protocol",
]);

/** What stopped the work is a finding where the submission is at fault, and an error of ours otherwise. */
function blamed(work: Work, error: unknown, id: string, findings: Finding[]): null {
  if (!(error instanceof LocoError) || work.signal.aborted) throw error;
  if (error.kind === "machine" || error.kind === "interrupted" || ourFaults.has(error.code)) throw error;
  const { code, message, fix } = error;
  findings.push({ code, severity: "error", file: adapterPath(id), message, fix });
  return null;
}
