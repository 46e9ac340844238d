import path from "node:path";
import type { FleetPlan } from "@locollm/core";
import { writeWhole } from "@locollm/store";
import { formatDuration } from "../words/duration.ts";
import { fleetFolder } from "./fleet-files.ts";
import type { TaskStatus } from "./fleet-status.ts";

/** What a fleet came to, for a person: one row a task, failures with what to do first. */
function fleetReport(plan: FleetPlan, tasks: readonly TaskStatus[]): string {
  const count = (phase: TaskStatus["phase"]) => tasks.filter((one) => one.phase === phase).length;
  const failed = tasks.filter(({ phase }) => phase === "failed");
  const stopped = tasks.filter(({ phase }) => phase === "stopped");
  const seconds = tasks.reduce((sum, { state }) => sum + (state.ended?.seconds ?? 0), 0);
  return [
    `# ${plan.id}: ${plan.command} on ${plan.on}, ${plan.semester}`,
    "",
    `${count("done")} of ${tasks.length} done, ${failed.length} failed, ${count("running")} running, ${count("waiting")} waiting${stopped.length === 0 ? "" : `, ${stopped.length} stopped`}${plan.refused.length === 0 ? "" : `, ${plan.refused.length} more not planned`}. Work so far: ${formatDuration(seconds)}.`,
    ...failed.flatMap(({ task, state: { ended } }) => [
      "",
      `## ${task.adapter} failed`,
      "",
      // As code, so that what a person wrote is no markup.
      ...(ended?.title ?? "Its process ended without a word.").split("\n").map((line) => `    ${line}`),
      ...(ended?.error === null || ended?.error === undefined ? [] : ["", `Fix: ${ended.error.fix}`]),
    ]),
    ...(stopped.length === 0
      ? []
      : [
          "",
          `Stopped before their end: ${stopped.map(({ task }) => task.adapter).join(", ")}. What they did is kept; go on: loco fleet start ${plan.id}`,
        ]),
    ...plan.refused.flatMap(({ adapter, reason, fix }) => [
      "",
      `## ${adapter} was not planned`,
      "",
      ...reason.split("\n").map((line) => `    ${line}`),
      "",
      `Fix: ${fix}`,
    ]),
    "",
    "| Task | Adapter | Where | Starts | Time | Exit | |",
    "| ---: | --- | --- | ---: | ---: | ---: | --- |",
    ...tasks.map(({ task, state, host, phase }) => {
      const { ended, attempts } = state;
      const time = ended === null ? "" : formatDuration(ended.seconds);
      const cells = [
        task.index,
        task.adapter,
        host ?? "",
        attempts.length,
        time,
        ended?.exitCode ?? "",
        (ended?.title ?? phase).split("\n", 1)[0]!.replaceAll("|", String.raw`\|`),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
    "",
  ].join("\n");
}

/** Writes the report beside the plan; where it stands. */
export async function writeFleetReport(root: string, plan: FleetPlan, tasks: readonly TaskStatus[]): Promise<string> {
  const file = path.join(fleetFolder(root, plan.id), "report.md");
  await writeWhole(file, fleetReport(plan, tasks));
  return file;
}
