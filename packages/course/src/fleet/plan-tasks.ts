import { LocoError, type FleetTask, type RecipeSettings, type RefusedAdapter } from "@locollm/core";
import type { AdapterFolder } from "@locollm/store";
import type { Work } from "../work/work.ts";

export interface PlannedTasks {
  readonly tasks: readonly FleetTask[];
  readonly refused: readonly RefusedAdapter[];
}

/** A task before its cost is known; `settings` stand in place of the adapter's own. */
export interface WantedTask {
  readonly adapter: AdapterFolder;
  readonly settings: RecipeSettings;
}

type TaskCost = Pick<FleetTask, "seconds" | "memoryBytes">;

/**
 * What a fleet is to do, the longest first, so that the last to end is a short one. An adapter that cannot be planned is
 * named with the reason and keeps no other one waiting.
 */
export async function planTasks(
  work: Work,
  wanted: readonly WantedTask[],
  base: string,
  costOf: (task: WantedTask) => Promise<TaskCost>,
): Promise<PlannedTasks> {
  const planned: Omit<FleetTask, "index">[] = [];
  const refused: RefusedAdapter[] = [];
  for (const task of wanted) {
    work.signal.throwIfAborted();
    const { adapter, settings } = task;
    try {
      const { seconds, memoryBytes } = await costOf(task);
      planned.push({ adapter: adapter.id, base, settings, seconds, memoryBytes });
    } catch (error) {
      if (!(error instanceof LocoError)) throw error;
      refused.push({ adapter: adapter.id, reason: error.message, fix: error.fix });
    }
  }
  const longestFirst = planned.sort((a, b) => b.seconds - a.seconds);
  return { tasks: longestFirst.map((task, index) => ({ index, ...task })), refused };
}
