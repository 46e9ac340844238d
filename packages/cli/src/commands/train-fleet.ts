import { LocoError, resolveRecipe } from "@locollm/core";
import { heldOutForSweep, obtainBase, planTrainings, slotsHere, sweepSettings, type WantedTask } from "@locollm/course";
import { activeSemester, readAdapterData, resolveAdapter, resolveBase, type AdapterFolder } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { launchFleet, nodeThreads } from "../steps/launch-fleet.ts";
import { missingBase } from "../steps/missing-base.ts";
import { openClass } from "../steps/open-class.ts";

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
  const wanted =
    swept === null
      ? semester.adapters.map((adapter) => ({ adapter, settings: {} }))
      : await sweptTasks(swept, options.sweep!);
  const threads = on === "slurm" ? nodeThreads(semester) : 1;
  const planned = await planTrainings(invocation, workspace, wanted, { manifest, file }, threads);
  const what = swept === null ? `all of ${semester.id}` : `${swept.id} under ${planned.tasks.length} settings`;
  return launchFleet(invocation, {
    root: workspace.root,
    command: "train",
    on,
    semester,
    sweep: swept?.id ?? null,
    planned,
    here: await slotsHere(planned.tasks),
    what: `Training ${what} on ${manifest.id}`,
    estimate: options.estimate === true,
  });
}

/** One training a combination, all with the same rows held out: the winner is chosen on them. */
async function sweptTasks(adapter: AdapterFolder, sweep: readonly string[]): Promise<WantedTask[]> {
  const combinations = sweepSettings(sweep);
  const { train } = await readAdapterData(adapter);
  const validation = heldOutForSweep(resolveRecipe(adapter.manifest.train), train.length);
  return combinations.map((settings) => ({ adapter, settings: { ...settings, validation } }));
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
