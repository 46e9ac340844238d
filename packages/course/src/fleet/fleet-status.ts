import type { FleetPlan, FleetTask, FleetTaskState } from "@locollm/core";
import { isHeld } from "@locollm/store";
import { readTask, taskLock } from "./fleet-files.ts";
import { readSubmitted } from "./slurm/submitted.ts";
import { queuedTasks, type QueuedTask } from "./slurm/slurm.ts";

export type TaskPhase = "waiting" | "running" | "done" | "failed" | "stopped";

/** One task of a fleet as a person wants to see it. */
export interface TaskStatus {
  readonly task: FleetTask;
  readonly phase: TaskPhase;
  readonly state: FleetTaskState;
  /** Where it runs, or ran last. */
  readonly host: string | null;
  /** Why it waits, in Slurm's words. */
  readonly reason: string | null;
  /** Whether Slurm has it, waiting or running. */
  readonly queued: boolean;
}

/** Every task of a fleet: what its own process wrote, and what Slurm says of those that have not ended. */
export async function fleetStatus(root: string, plan: FleetPlan): Promise<TaskStatus[]> {
  const states = await Promise.all(plan.tasks.map(({ index }) => readTask(root, plan.id, index)));
  const queued = new Map<number, QueuedTask>();
  if (plan.on === "slurm" && states.some(({ ended }) => ended === null)) {
    for (const job of (await readSubmitted(root, plan.id)).arrays)
      for (const [index, task] of await queuedTasks(job)) queued.set(index, task);
  }
  return Promise.all(
    plan.tasks.map(async (task, i) => {
      const state = states[i]!;
      const inQueue = queued.get(task.index);
      const host = state.attempts.at(-1)?.host ?? inQueue?.node ?? null;
      const isRunning = plan.on === "local" && (await isHeld(taskLock(root, plan.id, task.index)));
      const phase = isRunning ? "running" : phaseOf(state, inQueue);
      return { task, state, host, phase, reason: inQueue?.reason ?? null, queued: inQueue !== undefined };
    }),
  );
}

function phaseOf({ ended, attempts }: FleetTaskState, queued: QueuedTask | undefined): TaskPhase {
  if (ended !== null) return ended.exitCode === 0 ? "done" : "failed";
  if (queued === undefined) return attempts.length === 0 ? "waiting" : "stopped";
  if (queued.state === "RUNNING" || queued.state === "COMPLETING") return "running";
  if (queued.state === "PENDING" || queued.state === "REQUEUED" || queued.state === "SUSPENDED") return "waiting";
  return "stopped";
}
