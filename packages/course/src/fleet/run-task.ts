import os from "node:os";
import { exitCodeOf, LocoError, type FleetPlan, type FleetTask, type FleetTaskState } from "@locollm/core";
import type { TrainEvent } from "@locollm/trainer";
import { withProcessLock } from "@locollm/store";
import type { Work } from "../work/work.ts";
import { readTask, taskLock, writeTask } from "./fleet-files.ts";

/** What came out of a task. */
export interface TaskResult {
  readonly exitCode: number;
  readonly title: string;
  readonly loss: number | null;
}

/** How often a task's file tells how far it is. */
const tellMilliseconds = 2_000;

/**
 * Does one task of a plan and notes down every start, how far it is, and how it ended: a status needs no scheduler to tell.
 * What interrupts it leaves it open, so that it goes on when it is begun again.
 */
export async function runTask(
  work: Work,
  root: string,
  plan: FleetPlan,
  task: FleetTask,
  doing: (onEvent: (event: TrainEvent) => void) => Promise<TaskResult>,
): Promise<TaskResult> {
  const onWait = (): void => work.talk.say("Another process does this task; waiting for it.");
  return withProcessLock(taskLock(root, plan.id, task.index), { signal: work.signal, onWait }, async () => {
    const before = await readTask(root, plan.id, task.index);
    // What we waited for may have done it.
    return before.ended?.exitCode === 0 ? before.ended : attempt(work, root, plan, before, doing);
  });
}

async function attempt(
  work: Work,
  root: string,
  plan: FleetPlan,
  before: FleetTaskState,
  doing: (onEvent: (event: TrainEvent) => void) => Promise<TaskResult>,
): Promise<TaskResult> {
  const started = new Date();
  const now = { host: hostName(), job: slurmJob(), started: started.toISOString() };
  const state: FleetTaskState = { ...before, attempts: [...before.attempts, now], progress: null, ended: null };
  await writeTask(root, plan.id, state);
  const write = { told: Date.now(), last: Promise.resolve() };
  const end = async (result: TaskResult, error: LocoError | null): Promise<TaskResult> => {
    await write.last;
    await writeTask(root, plan.id, {
      ...state,
      ended: {
        at: new Date().toISOString(),
        seconds: (Date.now() - started.getTime()) / 1000,
        ...result,
        error: error === null ? null : { code: error.code, fix: error.fix },
      },
    });
    return result;
  };
  try {
    const result = await doing((event) => {
      if (event.event !== "progress" || Date.now() - write.told < tellMilliseconds) return;
      write.told = Date.now();
      const { step, steps, loss, secondsLeft } = event;
      // How far it is may go untold; the task goes on.
      write.last = write.last
        .then(() => writeTask(root, plan.id, { ...state, progress: { step, steps, loss, secondsLeft } }))
        .catch(() => undefined);
    });
    return await end(result, null);
  } catch (error) {
    await write.last;
    if (work.signal.aborted || !(error instanceof LocoError)) throw error;
    return end({ exitCode: exitCodeOf(error.kind), title: error.message, loss: null }, error);
  }
}

/** The node's own name where Slurm knows it: nodes may share a host. */
function hostName(): string {
  return process.env["SLURMD_NODENAME"] ?? os.hostname();
}

function slurmJob(): string | null {
  const { SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task, SLURM_JOB_ID: job } = process.env;
  if (array !== undefined && task !== undefined) return `${array}_${task}`;
  return job ?? null;
}
