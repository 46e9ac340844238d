import type { FleetPlan } from "@locollm/core";
import { sweepRows, writeFleetReport, type TaskStatus } from "@locollm/course";
import type { CommandResult } from "../command-result.ts";
import { fleetTable } from "../terminal/fleet-table.ts";
import { sweepTable } from "../terminal/sweep-table.ts";

/** Where a fleet stands, with its report written. */
export async function fleetResult(root: string, plan: FleetPlan, tasks: readonly TaskStatus[]): Promise<CommandResult> {
  const { refused } = plan;
  const report = await writeFleetReport(root, plan, tasks);
  const rows = tasks.map(({ task, phase, host, reason, state }) => ({ ...task, phase, host, reason, state }));
  return {
    data: JSON.parse(JSON.stringify({ fleet: plan.id, on: plan.on, report, tasks: rows, refused })),
    ok: refused.length === 0 && tasks.every(({ phase }) => phase !== "failed" && phase !== "stopped"),
    text: [
      fleetTable(plan, tasks),
      ...(plan.sweep === null ? [] : [sweepTable(plan.sweep, sweepRows(tasks))]),
      ...refused.map(({ reason, fix }) => `Not planned: ${reason}\n  ${fix}`),
      `Report: ${report}`,
    ].join("\n\n"),
  };
}
