import { slotsHere, readPlan, startFleet } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { finishedFleet } from "../steps/finished-fleet.ts";
import { openClass } from "../steps/open-class.ts";
import { oneSlot } from "../steps/launch-fleet.ts";
import { ownCommand } from "../steps/own-command.ts";

/** Does again what of a fleet is not done: tasks that failed, that were cancelled, or that were never begun. */
export async function fleetStart(invocation: Invocation, id: string | undefined): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const plan = await readPlan(workspace.root, id);
  const semester = workspace.semesters.find((one) => one.id === plan.semester)!;
  const here = plan.command === "train" ? await slotsHere(plan.tasks) : oneSlot;
  await startFleet(invocation, plan, {
    root: workspace.root,
    loco: ownCommand(),
    rules: semester.manifest.fleet,
    here,
  });
  return finishedFleet(invocation, plan);
}
