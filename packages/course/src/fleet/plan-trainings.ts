import type { BaseManifest, FleetTask, RecipeSettings } from "@locollm/core";
import { LocoError } from "@locollm/core";
import type { AdapterFolder, CachedBase, Workspace } from "@locollm/store";
import { estimateTraining, planTraining } from "@locollm/trainer";
import { trainingSpeedHere } from "../estimate/estimate-training.ts";
import { trainingRequest } from "../training/training-request.ts";
import type { Work } from "../work/work.ts";

/** An adapter that cannot be planned, and why. */
export interface RefusedAdapter {
  readonly adapter: string;
  readonly reason: string;
  readonly fix: string;
}

export interface PlannedTasks {
  readonly tasks: readonly FleetTask[];
  readonly refused: readonly RefusedAdapter[];
}

/** One training before its cost is known; `settings` stand in place of the adapter's own. */
export interface WantedTraining {
  readonly adapter: AdapterFolder;
  readonly settings: RecipeSettings;
}

/**
 * Trainings as a fleet's tasks, the longest first, so that the last to end is a short one. An adapter that cannot be
 * planned is named with the reason and keeps no other one waiting.
 *
 * @param threads of each task; what the cost is estimated with
 */
export async function planTrainings(
  work: Work,
  workspace: Workspace,
  wanted: readonly WantedTraining[],
  base: { readonly manifest: BaseManifest; readonly file: CachedBase },
  threads: number,
): Promise<PlannedTasks> {
  const speed = await trainingSpeedHere(work, base.manifest, base.file, threads);
  const planned: Omit<FleetTask, "index">[] = [];
  const refused: RefusedAdapter[] = [];
  for (const { adapter, settings } of wanted) {
    work.signal.throwIfAborted();
    try {
      const request = await trainingRequest(workspace.root, withSettings(adapter, settings), base.manifest, base.file);
      const { seconds, memoryBytes } = estimateTraining(planTraining({ ...request, threads }), speed);
      planned.push({ adapter: adapter.id, base: base.manifest.id, settings, seconds, memoryBytes });
    } catch (error) {
      if (!(error instanceof LocoError)) throw error;
      refused.push({ adapter: adapter.id, reason: error.message, fix: error.fix });
    }
  }
  const longestFirst = planned.sort((a, b) => b.seconds - a.seconds);
  return { tasks: longestFirst.map((task, index) => ({ index, ...task })), refused };
}

/** The adapter as if its manifest said this of its training. */
export function withSettings(adapter: AdapterFolder, settings: RecipeSettings): AdapterFolder {
  return { ...adapter, manifest: { ...adapter.manifest, train: { ...adapter.manifest.train, ...settings } } };
}
