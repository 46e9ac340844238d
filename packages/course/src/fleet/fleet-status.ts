import type { FleetPlan, FleetTask, FleetTaskState } from "@locollm/core";
import { readTask } from "./fleet-files.ts";
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
}

/** Every task of a fleet: what its own process wrote, and what Slurm says of those that have not ended. */
export async function fleetStatus(root: string, plan: FleetPlan): Promise<TaskStatus[]> {
  const states = await Promise.all(plan.tasks.map(({ index }) => readTask(root, plan.id, index)));
  const queued = new Map<number, QueuedTask>();
  if (plan.on === "slurm" && states.some(({ ended }) => ended === null)) {
    for (const job of (await readSubmitted(root, plan.id)).arrays)
      for (const [index, task] of await queuedTasks(job)) queued.set(index, task);
  }
  return plan.tasks.map((task, i) => {
    const state = states[i]!;
    const inQueue = queued.get(task.index);
    const host = state.attempts.at(-1)?.host ?? inQueue?.node ?? null;
    return { task, state, host, phase: phaseOf(plan, state, inQueue), reason: inQueue?.reason ?? null };
  });
}

function phaseOf(plan: FleetPlan, { ended, attempts }: FleetTaskState, queued: QueuedTask | undefined): TaskPhase {
  if (ended !== null) return ended.exitCode === 0 ? "done" : "failed";
  if (plan.on === "local") return attempts.length === 0 ? "waiting" : "running";
  if (queued === undefined) return attempts.length === 0 ? "waiting" : "stopped";
  if (queued.state === "RUNNING" || queued.state === "COMPLETING") return "running";
  if (queued.state === "PENDING" || queued.state === "REQUEUED" || queued.state === "SUSPENDED") return "waiting";
  return "stopped";
}
