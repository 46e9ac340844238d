import { cancelFleet, readPlan } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

/** Ends a fleet's jobs on Slurm. */
export async function fleetCancel(invocation: Invocation, id: string | undefined): Promise<CommandResult> {
  const { root } = await openClass(invocation);
  const plan = await readPlan(root, id);
  const jobs = await cancelFleet(root, plan);
  return {
    data: { fleet: plan.id, jobs },
    text: `Cancelled ${plan.id} (Slurm's jobs ${jobs.join(", ")}). What it has finished, and its checkpoints, are kept.`,
  };
}
