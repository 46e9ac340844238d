import { LocoError } from "@locollm/core";
import { activeSemester, resolveAdapter, resolveBase } from "@locollm/store";
import {
  costWords,
  formatDuration,
  freeSlots,
  keepPlan,
  obtainBase,
  planTrainings,
  startFleet,
  sweepSettings,
  type PlannedTasks,
} from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { fleetResult } from "../steps/fleet-result.ts";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";
import { ownCommand } from "../steps/own-command.ts";

export interface TrainFleetOptions {
  readonly all?: true | undefined;
  readonly sweep?: readonly string[] | undefined;
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly on?: "local" | "slurm" | undefined;
}

/**
 * Trains many: every adapter of the active semester, or one adapter under every combination of a sweep's settings. Here, one in
 * each free slot, or as an array of Slurm's.
 */
export async function trainFleet(
  invocation: Invocation,
  name: string | undefined,
  { on = "local", ...options }: TrainFleetOptions,
): Promise<CommandResult> {
  refuseBoth(name, options);
  const workspace = await openClass(invocation);
  const swept = options.sweep === undefined ? null : resolveAdapter(workspace, name!);
  const semester = workspace.semesters.find(({ id }) => id === (swept?.semester ?? activeSemester(workspace).id))!;
  const manifest = resolveBase(workspace, options.base);
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: true }) : undefined;
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, manifest);
  const rules = semester.manifest.fleet;
  const wanted =
    swept === null
      ? semester.adapters.map((adapter) => ({ adapter, settings: {} }))
      : sweepSettings(options.sweep!).map((settings) => ({ adapter: swept, settings }));
  const threads = on === "slurm" ? Number(rules.slurm.options["cpus-per-task"] ?? 1) : 1;
  const planned = await planTrainings(invocation, workspace, wanted, { manifest, file }, threads);
  if (planned.tasks.length === 0) return { data: { ...planned } as never, ok: false, text: refusedText(planned) };
  const here = freeSlots(planned.tasks);
  const slots = on === "local" ? here.slots : (rules.slurm.atOnce ?? planned.tasks.length);
  const what = swept === null ? `all of ${semester.id}` : `${swept.id} under ${planned.tasks.length} settings`;
  const words = `Training ${what} on ${manifest.id}, ${planWords(planned, slots, on)}`;
  if (options.estimate === true) {
    return { data: { ...planned, slots, on } as never, text: [words, refusedText(planned)].join("\n").trim() };
  }
  const plan = await keepPlan(workspace.root, {
    schema: 1,
    command: "train",
    on,
    semester: semester.id,
    sweep: swept?.id ?? null,
    threads: on === "local" ? here.threads : threads,
    tasks: [...planned.tasks],
  });
  invocation.talk.say(`${plan.id}. ${words}`);
  await startFleet(invocation, plan, { root: workspace.root, loco: ownCommand(), rules, slots });
  return fleetResult(workspace.root, plan, planned.refused);
}

function refuseBoth(name: string | undefined, { all, sweep }: TrainFleetOptions): void {
  const refuse = (message: string, fix: string): never => {
    throw new LocoError({ code: "wrong-use", message, fix, kind: "usage" });
  };
  if (all === true && name !== undefined)
    refuse(
      `--all trains every adapter; ${name} does not go with it.`,
      `One of the two: loco train ${name}, or loco train --all`,
    );
  if (sweep !== undefined && name === undefined)
    refuse("--sweep compares settings of one adapter.", "Name it: loco train <adapter> --sweep rank=4,8,16");
}

function refusedText({ refused }: PlannedTasks): string {
  return refused.map(({ reason, fix }) => `Not planned: ${reason}\n  ${fix}`).join("\n");
}

function planWords({ tasks }: PlannedTasks, slots: number, on: "local" | "slurm"): string {
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
