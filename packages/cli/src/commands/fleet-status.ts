import { fleetStatus, readPlan } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { fleetResult } from "../steps/fleet-result.ts";
import { openClass } from "../steps/open-class.ts";

/** Where a fleet's tasks stand; the report beside its plan is written anew. */
export async function fleetStatusOf(invocation: Invocation, id: string | undefined): Promise<CommandResult> {
  const { root } = await openClass(invocation);
  const plan = await readPlan(root, id);
  return fleetResult(root, plan, await fleetStatus(root, plan));
}
