import path from "node:path";
import type { FleetPlan, FleetRules } from "@locollm/core";
import { fleetFolder } from "../fleet-files.ts";
import type { LocoCommand } from "../run-locally.ts";

/** A job as sbatch takes it: its arguments, and the script that it reads from its input. */
export interface SlurmJob {
  readonly args: readonly string[];
  readonly script: string;
}

export interface SlurmPlace {
  readonly root: string;
  /** LOCO_HOME as the nodes see it. */
  readonly home: string;
  readonly loco: LocoCommand;
}

/** Seconds that a task has after Slurm's warning, to leave a checkpoint. */
const warningSeconds = 60;

/**
 * The array of a plan's open tasks. A task that was preempted, or whose node was lost, is queued again by Slurm and goes
 * on from its checkpoint.
 */
export function arrayJob(
  plan: FleetPlan,
  open: readonly number[],
  rules: FleetRules["slurm"],
  place: SlurmPlace,
): SlurmJob {
  const limit = rules.atOnce === undefined ? "" : `%${rules.atOnce}`;
  const log = path.join(fleetFolder(place.root, plan.id), "tasks", "%a.log");
  return {
    args: [
      "--parsable",
      `--job-name=loco-${plan.id}`,
      `--array=${ranges(open)}${limit}`,
      "--requeue",
      "--open-mode=append",
      // B: to the script itself, which the task has taken the place of.
      `--signal=B:TERM@${warningSeconds}`,
      `--output=${log}`,
      `--chdir=${place.root}`,
      ...sbatchOptions({ ntasks: 1, "cpus-per-task": plan.threads, ...rules.options }),
    ],
    // exec: the task gets Slurm's signals itself, and its exit code is the job's.
    script: script(
      place,
      rules.prolog,
      `exec ${quoted([...place.loco, "fleet", "run", plan.id])} "$SLURM_ARRAY_TASK_ID"`,
    ),
  };
}

/** Writes the report once the array has ended, however it ended. It needs no device of the tasks. */
export function reportJob(plan: FleetPlan, array: string, rules: FleetRules["slurm"], place: SlurmPlace): SlurmJob {
  const forTasks = /^(gres|constraint|gpus.*|array)$/;
  const options = Object.fromEntries(Object.entries(rules.options).filter(([name]) => !forTasks.test(name)));
  return {
    args: [
      "--parsable",
      `--job-name=loco-${plan.id}-report`,
      `--dependency=afterany:${array}`,
      "--requeue",
      `--output=${path.join(fleetFolder(place.root, plan.id), "report.log")}`,
      `--chdir=${place.root}`,
      ...sbatchOptions({ ntasks: 1, ...options }),
    ],
    script: script(place, rules.prolog, `exec ${quoted([...place.loco, "fleet", "report", plan.id])}`),
  };
}

/** `0-3,7` for 0, 1, 2, 3, 7. */
function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}

function sbatchOptions(options: Readonly<Record<string, string | number | true>>): string[] {
  return Object.entries(options).map(([name, value]) => (value === true ? `--${name}` : `--${name}=${value}`));
}

function script(place: SlurmPlace, prolog: string | undefined, command: string): string {
  return [
    "#!/bin/bash",
    `export LOCO_HOME=${quoted([place.home])} INIT_CWD=${quoted([place.root])}`,
    ...(prolog === undefined ? [] : [prolog.trimEnd()]),
    command,
    "",
  ].join("\n");
}

/** Words as a shell takes them literally. */
function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
}
