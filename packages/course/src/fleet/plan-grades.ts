import type { BaseManifest } from "@locollm/core";
import type { CachedBase, SemesterFolder, Workspace } from "@locollm/store";
import { estimateTraining, planTraining } from "@locollm/trainer";
import { estimateEvaluationHere } from "../estimate/estimate-evaluation.ts";
import { trainingSpeedHere } from "../estimate/estimate-training.ts";
import { trainingRequest } from "../training/training-request.ts";
import type { Work } from "../work/work.ts";
import { planTasks, type PlannedTasks } from "./plan-tasks.ts";

/** The gate on every adapter of a semester as a fleet's tasks: what it takes where nothing is kept from before. */
export async function planGrades(
  work: Work,
  workspace: Workspace,
  semester: SemesterFolder,
  { manifest, file }: { readonly manifest: BaseManifest; readonly file: CachedBase },
): Promise<PlannedTasks> {
  const retrained = semester.manifest.grade.weights === "retrain";
  const speed = retrained ? await trainingSpeedHere(work, manifest, file) : null;
  const wanted = semester.adapters.map((adapter) => ({ adapter, settings: {} }));
  return planTasks(work, wanted, manifest.id, async ({ adapter }) => {
    const evaluation = await estimateEvaluationHere(work, adapter, manifest, file);
    if (speed === null) return evaluation;
    const training = estimateTraining(
      planTraining(await trainingRequest(workspace.root, adapter, manifest, file)),
      speed,
    );
    return {
      seconds: training.seconds + evaluation.seconds,
      memoryBytes: Math.max(training.memoryBytes, evaluation.memoryBytes),
    };
  });
}
