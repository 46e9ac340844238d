import { readPlan } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { finishedFleet } from "../steps/finished-fleet.ts";
import { openClass } from "../steps/open-class.ts";

/** What a fleet came to, once its tasks have ended: what Slurm runs behind an array. */
export async function fleetReport(invocation: Invocation, id: string | undefined): Promise<CommandResult> {
  const { root } = await openClass(invocation);
  return finishedFleet(invocation, await readPlan(root, id));
}
