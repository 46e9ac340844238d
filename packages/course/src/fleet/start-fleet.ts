import { locoHome } from "@locollm/store";
import { LocoError, type FleetPlan, type FleetRules } from "@locollm/core";
import type { Work } from "../work/work.ts";
import { fleetStatus } from "./fleet-status.ts";
import type { Slots } from "./free-slots.ts";
import { runLocally, type LocoCommand } from "./run-locally.ts";
import { arrayJob, reportJob } from "./slurm/sbatch.ts";
import { submitJob } from "./slurm/slurm.ts";
import { readSubmitted, writeSubmitted } from "./slurm/submitted.ts";

/** What a fleet runs on. */
export interface FleetPlace {
  readonly root: string;
  readonly loco: LocoCommand;
  readonly rules: FleetRules;
  /** On this machine. */
  readonly here: Pick<Slots, "slots" | "gpus">;
}

/**
 * Does what of a plan is not done: here, until the last task has ended, or on Slurm, where this ends with the submission.
 *
 * @throws LocoError `slurm-missing`, `slurm-refused`
 */
export async function startFleet(work: Work, plan: FleetPlan, place: FleetPlace): Promise<void> {
  const { root, loco, rules } = place;
  const status = await fleetStatus(root, plan);
  const open = status
    .filter(({ phase, queued }) => phase !== "done" && phase !== "running" && !queued)
    .map(({ task }) => task);
  if (open.length === 0) return;
  if (plan.on === "local") return runLocally(work, root, plan, open, place.here, loco);
  const slurm = { root, home: locoHome(), loco };
  const submitted = await readSubmitted(root, plan.id);
  const array = await submitJob(
    arrayJob(
      plan,
      open.map(({ index }) => index),
      rules.slurm,
      slurm,
    ),
  );
  const kept = { ...submitted, arrays: [...submitted.arrays, array] };
  // Noted down before the report is asked for: an array that nobody knows of could not be cancelled.
  await writeSubmitted(root, plan.id, kept);
  try {
    const report = await submitJob(reportJob(plan, array, rules.slurm, slurm));
    await writeSubmitted(root, plan.id, { ...kept, reports: [...kept.reports, report] });
  } catch (error) {
    if (!(error instanceof LocoError)) throw error;
    work.talk.warn(
      `The array is queued as job ${array}, but the job that writes its report is not: ${error.message} Once the array has ended: loco fleet report ${plan.id}`,
    );
  }
}
