import { readFile } from "node:fs/promises";
import { LocoError } from "@locollm/core";
import { readPlan, taskLog } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { openClass } from "../steps/open-class.ts";

export interface FleetLogsOptions {
  readonly fleet?: string | undefined;
}

/** What the process of a task said. */
export async function fleetLogs(
  invocation: Invocation,
  index: string,
  { fleet }: FleetLogsOptions,
): Promise<CommandResult> {
  const { root } = await openClass(invocation);
  const plan = await readPlan(root, fleet);
  const file = taskLog(root, plan.id, Number(index));
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) {
    throw new LocoError({
      code: "no-log",
      message: `Task ${index} of ${plan.id} has not said anything.`,
      fix: `See what it does: loco fleet status ${plan.id}`,
      fields: { fleet: plan.id, task: index },
      kind: "usage",
    });
  }
  return { data: { fleet: plan.id, task: Number(index), file, text }, text: text.trimEnd() };
}
