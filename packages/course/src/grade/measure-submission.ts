import { adapterPath, type Finding, type GradeRecord, LocoError } from "@locollm/core";
import type { Report } from "@locollm/eval";
import { resolveBase, writeResults, type AdapterFolder } from "@locollm/store";
import { obtainBase } from "../bases/obtain-base.ts";
import { costToldFirst } from "../engine/cost-told-first.ts";
import { openEngine } from "../engine/open-engine.ts";
import { estimateEvaluationHere } from "../estimate/estimate-evaluation.ts";
import { sayCost } from "../estimate/say-cost.ts";
import { evaluateOnBase } from "../evaluation/evaluate-on-base.ts";
import type { StepTimer } from "../work/step-timer.ts";
import type { Work } from "../work/work.ts";
import { challenge } from "./challenge.ts";
import { besideConstantAnswer } from "./constant-answer.ts";
import { findIncumbent } from "./find-incumbent.ts";
import { beyondMeans } from "./grading-means.ts";
import { judgeTogether } from "./judge-together.ts";
import { measureHarm } from "./measure-harm.ts";
import { obtainWeights, type GradedWeights } from "./obtain-weights.ts";
import type { MeasurableSubmission } from "./read-submission.ts";
import { openRoutedSystem } from "./routed-system.ts";

export interface MeasureOptions extends MeasurableSubmission {
  /** The class repository that stays; runs and weights are kept in its `.loco/`. */
  readonly repository: string;
  readonly timer: StepTimer;
}

export interface MeasuredSubmission extends Pick<GradeRecord, "constant" | "challenged" | "harm"> {
  readonly results: NonNullable<GradeRecord["results"]>;
  readonly weights: GradedWeights["record"];
  readonly report: Report;
  readonly retrained: GradedWeights["retrained"];
}

/**
 * A submission's weights, and what they do: beside the base, beside the adapter that serves these questions already, and to the routed
 * system. A finding instead where the submission itself is why there are no weights.
 *
 * @throws LocoError where the machine lacks something
 */
export async function measureSubmission(work: Work, options: MeasureOptions): Promise<MeasuredSubmission | Finding> {
  const { repository, theirs, ours, adapter, accepted, semester, timer } = options;
  const panel = await options.panel();
  const { gate, grade: rules } = semester.manifest;
  const manifest = resolveBase(theirs, undefined, semester);
  const file = await timer.step("base", () => obtainBase(work, repository, manifest));
  const wanted = { rules, repository, workspace: theirs, adapter, accepted, manifest, file };
  const cost = await timer.step("estimate", () => estimateEvaluationHere(work, adapter, manifest, file));
  const tooLong = beyondMeans(adapter, cost, rules);
  if (tooLong !== null) return tooLong;
  const obtained = await timer
    .step("weights", () => obtainWeights(work, wanted))
    .catch((error: unknown) => faultOf(work, error, adapter));
  if ("code" in obtained) return obtained;
  const { local, record: weights, retrained } = obtained;
  await using stack = new AsyncDisposableStack();
  const engine = costToldFirst(await openEngine(stack, manifest, file), async () =>
    sayCost(work, `Evaluating ${adapter.id}`, cost),
  );
  const evaluation = await timer.step("evaluation", () =>
    evaluateOnBase(work, { ...theirs, root: repository }, adapter, engine, { weights: local, write: false }),
  );

  const without = ours.semesters.find(({ id }) => id === semester.id) ?? { ...semester, adapters: [] };
  const before = await timer.step("routing", () => openRoutedSystem(work, ours, without, manifest));
  const incumbent = await findIncumbent(ours, before.router, adapter, manifest);
  const contest = await timer.step("comparison", async () =>
    incumbent === null
      ? []
      : challenge(work, engine, { adapter, weights: local, own: evaluation.adapterRun }, incumbent.adapter, gate.alpha),
  );
  const harm = await timer.step("panel", async () => {
    if (panel.length === 0) return null;
    const after = await openRoutedSystem(work, theirs, semester, manifest, new Map([[adapter.id, local]]));
    return measureHarm(work, { panel, before, after, engine, alpha: gate.alpha, margin: rules.margin });
  });
  const { summary: results, report } = evaluation;
  // As loco eval would write them; the record's are adjusted for all that was compared.
  if (retrained !== null) await writeResults(retrained, results);
  const constant = await besideConstantAnswer(adapter, evaluation.adapterRun, gate.alpha);
  return { ...judgeTogether({ results, report, constant, contest, incumbent, harm }), weights, retrained };
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

/** The address of submitted weights is the submission's own; nothing else is fetched in that step. */
const linkFaults = new Set(["download-refused", "download-too-large"]);

/** What stopped the work as a finding, where the submission is at fault; thrown on otherwise. */
function faultOf(work: Work, error: unknown, { id }: AdapterFolder): Finding {
  if (!(error instanceof LocoError) || work.signal.aborted) throw error;
  if (linkFaults.has(error.code)) {
    const { code, message } = error;
    const fix =
      "Check weights.source in the lock: the file has to be there for everybody, and no larger than the class takes.";
    return { code, severity: "error", file: `${adapterPath(id)}/locks`, message, fix };
  }
  if (error.kind === "machine" || error.kind === "interrupted" || ourFaults.has(error.code)) throw error;
  const { code, message, fix } = error;
  return { code, severity: "error", file: adapterPath(id), message, fix };
}
