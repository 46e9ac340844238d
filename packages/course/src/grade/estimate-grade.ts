import { plainCondition } from "@locollm/eval";
import { readAdapterData, resolveBase } from "@locollm/store";
import { isTrained, planTraining } from "@locollm/trainer";
import path from "node:path";
import { obtainBase } from "../bases/obtain-base.ts";
import { estimateConditionsHere } from "../estimate/estimate-conditions.ts";
import { estimateEvaluationHere } from "../estimate/estimate-evaluation.ts";
import { estimateTrainingHere } from "../estimate/estimate-training.ts";
import type { Cost } from "../estimate/say-cost.ts";
import { trainingRequest } from "../training/training-request.ts";
import type { Work } from "../work/work.ts";
import { trainedHere } from "./trained-here.ts";
import type { MeasurableSubmission } from "./read-submission.ts";

/** What grading a submission takes here if nothing of it is cached; parts that are not needed are left out. */
export interface GradeCost {
  readonly training?: Cost;
  readonly evaluation: Cost;
  /** At most: every question of the panel and, where there is an accepted version, both sets of rows once more for it. */
  readonly comparison: Cost;
}

/** @throws LocoError where the base cannot be had */
export async function estimateGrade(
  work: Work,
  { theirs, adapter, accepted, semester, panel }: MeasurableSubmission,
  repository: string,
): Promise<GradeCost> {
  const manifest = resolveBase(theirs, undefined, semester);
  const file = await obtainBase(work, repository, manifest);
  const request = await trainingRequest(repository, adapter, manifest, file);
  const lock = accepted?.locks.get(manifest.id);
  const kept = accepted === undefined ? "" : path.join(accepted.folder, "weights", `${manifest.id}.gguf`);
  const { grade: rules } = semester.manifest;
  const trained =
    lock !== undefined && trainedHere(lock, rules) && (await isTrained(planTraining(request), lock, kept));
  const training =
    rules.weights === "submitted" || trained ? undefined : await estimateTrainingHere(work, request, manifest, file);
  const data = await readAdapterData(adapter);
  const rows = data.eval.map(({ item }) => item);
  const asked = [...(await panel()).map(({ item }) => item), ...(accepted === undefined ? [] : rows)];
  const comparison = await estimateConditionsHere(
    work,
    adapter.manifest,
    Array.from({ length: 2 }, () => plainCondition(adapter.manifest, "adapter")),
    { items: asked, trainingRows: data.train.map(({ item }) => item) },
    { manifest, file },
  );
  const evaluation = await estimateEvaluationHere(work, adapter, manifest, file);
  return { ...(training === undefined ? {} : { training }), evaluation, comparison };
}
