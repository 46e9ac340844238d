import os from "node:os";
import type { FleetPlan } from "@locollm/core";
import { costWords, formatDuration, keepPlan, startFleet, type PlannedTasks, type Slots } from "@locollm/course";
import type { SemesterFolder } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { finishedFleet } from "./finished-fleet.ts";
import { ownCommand } from "./own-command.ts";

export interface Launch {
  readonly root: string;
  readonly command: FleetPlan["command"];
  readonly on: FleetPlan["on"];
  readonly semester: SemesterFolder;
  readonly sweep: FleetPlan["sweep"];
  /** Of a migration. */
  readonly moving?: FleetPlan["moving"];
  readonly planned: PlannedTasks;
  /** Tasks at once and threads of each, on this machine; on Slurm the semester's rules tell. */
  readonly here: Slots;
  /** Such as `Training all of 2026-s2 on smollm2-135m`. */
  readonly what: string;
  /** Say what it takes, and stop. */
  readonly estimate: boolean;
}

/** One task with all that there is: a grade asks the engine, which answers on all cores at once. */
export const oneSlot: Slots = { slots: 1, threads: os.availableParallelism(), gpus: [] };

/** CPU threads of a task on a cluster: as many cores as the semester's rules ask for. */
export function nodeThreads({ manifest }: SemesterFolder): number {
  return Number(manifest.fleet.slurm.options["cpus-per-task"] ?? 1);
}

/** Says what a fleet takes, keeps its plan and starts it; the command's result. */
export async function launchFleet(invocation: Invocation, launch: Launch): Promise<CommandResult> {
  const { root, command, on, semester, sweep, planned, here } = launch;
  const rules = semester.manifest.fleet;
  if (planned.tasks.length === 0) return { data: { ...planned } as never, ok: false, text: refusedText(planned) };
  const slots = on === "local" ? here.slots : (rules.slurm.atOnce ?? planned.tasks.length);
  const words = `${launch.what}, ${planWords(planned, slots, on)}`;
  if (launch.estimate)
    return { data: { ...planned, slots, on } as never, text: [words, refusedText(planned)].join("\n").trim() };
  const plan = await keepPlan(root, {
    schema: 1,
    command,
    on,
    semester: semester.id,
    sweep,
    moving: launch.moving ?? null,
    threads: on === "local" ? here.threads : nodeThreads(semester),
    tasks: [...planned.tasks],
    refused: [...planned.refused],
  });
  invocation.talk.say(`${plan.id}. ${words}`);
  await startFleet(invocation, plan, { root, loco: ownCommand(), rules, here });
  return finishedFleet(invocation, plan);
}

function refusedText({ refused }: PlannedTasks): string {
  return refused.map(({ reason, fix }) => `Not planned: ${reason}\n  ${fix}`).join("\n");
}

function planWords({ tasks }: PlannedTasks, slots: number, on: Launch["on"]): string {
  const seconds = tasks.reduce((sum, task) => sum + task.seconds, 0);
  const longest = Math.max(0, ...tasks.map((task) => task.seconds));
  const wall = Math.max(longest, seconds / Math.min(slots, tasks.length));
  const cost = costWords({
    seconds: wall,
    memoryBytes: Math.max(...tasks.map(({ memoryBytes }) => memoryBytes)) * (on === "local" ? slots : 1),
    diskBytes: 20_000_000 * tasks.length,
    downloadBytes: 0,
  });
  const each = on === "local" ? `${slots} at once` : "as the cluster has room";
  return `${each}: ${cost} (${formatDuration(seconds)} of work, judged by this machine).`;
}
