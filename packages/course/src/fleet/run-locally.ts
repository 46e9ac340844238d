import { execa } from "execa";
import type { FleetPlan, FleetTask, FleetTaskState } from "@locollm/core";
import { formatDuration } from "../words/duration.ts";
import type { Work } from "../work/work.ts";
import type { Slots } from "./free-slots.ts";
import { readTask, taskLog, writeTask } from "./fleet-files.ts";

/** How a process of ours is started: program and first arguments. */
export type LocoCommand = readonly [string, ...string[]];

/**
 * Does a plan's tasks on this machine, one process in each free slot, in the plan's order. One that fails keeps no other
 * waiting; Ctrl-C ends all of them where they can go on.
 */
export async function runLocally(
  work: Work,
  root: string,
  plan: FleetPlan,
  open: readonly FleetTask[],
  { slots, gpus }: Pick<Slots, "slots" | "gpus">,
  loco: LocoCommand,
): Promise<void> {
  const waiting = [...open];
  const total = waiting.length;
  let done = 0;
  const slot = async (gpu: string | undefined): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined && !work.signal.aborted; task = waiting.shift()) {
      const ended = await runChild(work, root, plan, task, { loco, gpu });
      if (ended === null) return;
      work.talk.say(`  ${++done} of ${total}: ${ended.title} (${formatDuration(ended.seconds)})`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(slots, total) }, (__, at) => slot(gpus[at])));
  work.signal.throwIfAborted();
}

/** How a task's process ended; null where it was interrupted. */
async function runChild(
  work: Work,
  root: string,
  plan: FleetPlan,
  task: FleetTask,
  { loco, gpu }: { readonly loco: LocoCommand; readonly gpu: string | undefined },
): Promise<FleetTaskState["ended"]> {
  const started = Date.now();
  const [program, ...first] = loco;
  const log = { file: taskLog(root, plan.id, task.index), append: true };
  const child = execa(program, [...first, "fleet", "run", plan.id, String(task.index)], {
    cwd: root,
    env: { INIT_CWD: root, ...(gpu === undefined ? {} : { CUDA_VISIBLE_DEVICES: gpu }) },
    stdin: "ignore",
    stdout: log,
    stderr: log,
    reject: false,
  });
  // The same signal that a Slurm node sends: training leaves a checkpoint.
  const stop = (): void => void child.kill("SIGTERM");
  work.signal.addEventListener("abort", stop, { once: true });
  const { exitCode, signal } = await child;
  work.signal.removeEventListener("abort", stop);
  const state = await readTask(root, plan.id, task.index);
  if (state.ended !== null || work.signal.aborted) return state.ended;
  // A process that was killed could not say so itself.
  const code = "task-killed";
  const ended = {
    at: new Date().toISOString(),
    exitCode: exitCode ?? 1,
    seconds: (Date.now() - started) / 1000,
    title: `${task.adapter}: the process ended by ${signal ?? `exit code ${exitCode}`} before it was done`,
    loss: null,
    error: { code, fix: "Start the fleet again: it goes on from the last checkpoint." },
  };
  await writeTask(root, plan.id, { ...state, ended });
  return ended;
}
