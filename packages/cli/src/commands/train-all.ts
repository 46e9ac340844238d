import { LocoError, type FleetPlan } from "@locollm/core";
import { activeSemester, resolveBase } from "@locollm/store";
import {
  costWords,
  formatDuration,
  freeSlots,
  keepPlan,
  obtainBase,
  planTrainings,
  startFleet,
  type PlannedTasks,
} from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { fleetResult } from "../steps/fleet-result.ts";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";
import { ownCommand } from "../steps/own-command.ts";

export interface TrainAllOptions {
  readonly base?: string | undefined;
  readonly estimate?: true | undefined;
  readonly on?: "local" | "slurm" | undefined;
}

/** Trains every adapter of the active semester: here, one in each free slot, or as an array of Slurm's. */
export async function trainAll(
  invocation: Invocation,
  name: string | undefined,
  { on = "local", ...options }: TrainAllOptions,
): Promise<CommandResult> {
  if (name !== undefined) {
    throw new LocoError({
      code: "wrong-use",
      message: `--all trains every adapter; ${name} does not go with it.`,
      fix: `One of the two: loco train ${name}, or loco train --all`,
      fields: { adapter: name },
      kind: "usage",
    });
  }
  const workspace = await openClass(invocation);
  const semester = activeSemester(workspace);
  const manifest = resolveBase(workspace, options.base);
  const missing = options.estimate === true ? await missingBase(invocation, manifest, { training: true }) : undefined;
  if (missing !== undefined) return missing;
  const file = await obtainBase(invocation, workspace.root, manifest);
  const rules = semester.manifest.fleet;
  const wanted = semester.adapters.map((adapter) => ({ adapter, settings: {} }));
  const threads = on === "slurm" ? Number(rules.slurm.options["cpus-per-task"] ?? 1) : 1;
  const planned = await planTrainings(invocation, workspace, wanted, { manifest, file }, threads);
  const here = freeSlots(planned.tasks);
  const slots = on === "local" ? here.slots : (rules.slurm.atOnce ?? planned.tasks.length);
  const words = planWords(planned, slots, on);
  if (options.estimate === true) {
    return { data: { ...planned, slots, on } as never, text: `Training all of ${semester.id} on ${manifest.id}: ${words}` };
  }
  const draft: Omit<FleetPlan, "id"> = {
    schema: 1,
    command: "train",
    on,
    semester: semester.id,
    sweep: null,
    threads: on === "local" ? here.threads : threads,
    tasks: [...planned.tasks],
  };
  const plan = await keepPlan(workspace.root, draft);
  invocation.talk.say(`${plan.id}: training ${planned.tasks.length} adapters of ${semester.id}, ${words}`);
  await startFleet(invocation, plan, { root: workspace.root, loco: ownCommand(), rules, slots });
  return fleetResult(workspace.root, plan, planned.refused);
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
