import type { FleetPlan } from "@locollm/core";
import { fleetStatus } from "@locollm/course";
import { resolveAdapter } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { fleetResult } from "./fleet-result.ts";
import { movingBases } from "./moving-bases.ts";
import { openClass } from "./open-class.ts";
import { reportMigration } from "./report-migration.ts";

/** Where a fleet stands; where all of a migration's tasks have ended, the migration's own report as well. */
export async function finishedFleet(invocation: Invocation, plan: FleetPlan): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const tasks = await fleetStatus(workspace.root, plan);
  const result = await fleetResult(workspace.root, plan, tasks);
  if (plan.moving === null) return result;
  if (tasks.some(({ phase }) => phase === "waiting" || phase === "running")) return result;
  const done = tasks.filter(({ phase }) => phase === "done");
  const failed = tasks.filter(({ phase }) => phase === "failed");
  const stopped = tasks.filter(({ phase }) => phase === "stopped");
  const missing = [
    ...failed.map(({ task, state }) => ({
      adapter: task.adapter,
      reason: state.ended!.title,
      fix: state.ended!.error?.fix ?? `Look at it: loco fleet logs ${plan.id} ${task.index}`,
    })),
    ...stopped.map(({ task }) => ({
      adapter: task.adapter,
      reason: "Its task was stopped before it was done.",
      fix: `Go on: loco fleet start ${plan.id}`,
    })),
    ...plan.refused,
  ];
  const semester = workspace.semesters.find(({ id }) => id === plan.semester)!;
  const adapters = done
    .map(({ task }) => resolveAdapter(workspace, task.adapter))
    .sort((a, b) => a.id.localeCompare(b.id));
  const moving = await movingBases(invocation, workspace, plan);
  const { report, folder } = await reportMigration(invocation, workspace, semester, adapters, moving, missing);
  return {
    ...result,
    text: `${result.text}

${report}
Written to ${folder}`,
  };
}
