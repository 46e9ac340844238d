import type { BaseManifest, RecipeSettings } from "@locollm/core";
import type { AdapterFolder, CachedBase, Workspace } from "@locollm/store";
import { estimateTraining, planTraining } from "@locollm/trainer";
import { trainingSpeedHere } from "../estimate/estimate-training.ts";
import { trainingRequest } from "../training/training-request.ts";
import type { Work } from "../work/work.ts";
import { planTasks, type PlannedTasks, type WantedTask } from "./plan-tasks.ts";

/**
 * Trainings as a fleet's tasks.
 *
 * @param threads of each task; what the cost is estimated with
 */
export async function planTrainings(
  work: Work,
  workspace: Workspace,
  wanted: readonly WantedTask[],
  base: { readonly manifest: BaseManifest; readonly file: CachedBase },
  threads: number,
): Promise<PlannedTasks> {
  const speed = await trainingSpeedHere(work, base.manifest, base.file, threads);
  return planTasks(work, wanted, base.manifest.id, async ({ adapter, settings }) => {
    const request = await trainingRequest(workspace.root, withSettings(adapter, settings), base.manifest, base.file);
    return estimateTraining(planTraining({ ...request, threads }), speed);
  });
}

/** The adapter as if its manifest said this of its training. */
export function withSettings(adapter: AdapterFolder, settings: RecipeSettings): AdapterFolder {
  return { ...adapter, manifest: { ...adapter.manifest, train: { ...adapter.manifest.train, ...settings } } };
}
