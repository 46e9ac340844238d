import type { FleetPlan } from "@locollm/core";
import { LocoError } from "@locollm/core";
import { cancelJob } from "./slurm/slurm.ts";
import { readSubmitted } from "./slurm/submitted.ts";

/**
 * Ends a fleet's jobs on Slurm; what they have finished, and their checkpoints, stay.
 *
 * @returns the numbers of the jobs
 * @throws LocoError `fleet-is-local`, `slurm-missing`, `slurm-refused`
 */
export async function cancelFleet(root: string, plan: FleetPlan): Promise<string[]> {
  if (plan.on === "local") {
    throw new LocoError({
      code: "fleet-is-local",
      message: `${plan.id} runs on this machine, not on Slurm.`,
      fix: "Press Ctrl-C where it was started: what it has finished is kept.",
      fields: { fleet: plan.id },
      kind: "usage",
    });
  }
  const { arrays, reports } = await readSubmitted(root, plan.id);
  // The newest first: an old one may be all that Slurm takes offence at.
  const jobs = [...arrays, ...reports].reverse();
  for (const job of jobs) await cancelJob(job);
  return jobs;
}
