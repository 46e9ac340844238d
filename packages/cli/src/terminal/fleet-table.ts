import type { FleetPlan } from "@locollm/core";
import { formatDuration, type TaskStatus } from "@locollm/course";
import { formatTable } from "./table.ts";

/** A fleet's tasks under one another, with what each is doing or came to. */
export function fleetTable(plan: FleetPlan, tasks: readonly TaskStatus[]): string {
  const cells = tasks.map(({ task, phase, host, reason, state }) => {
    const { ended, attempts } = state;
    const time = ended === null ? "" : formatDuration(ended.seconds);
    const exit = ended === null ? "" : String(ended.exitCode);
    const words = ended?.title ?? nowWords(phase, state.progress, reason);
    return [String(task.index), task.adapter, phase, host ?? "", String(attempts.length), time, exit, words];
  });
  const done = tasks.filter(({ phase }) => phase === "done").length;
  const table = formatTable([["", "adapter", "state", "where", "starts", "time", "exit", ""], ...cells]);
  return `${plan.id} on ${plan.on}: ${done} of ${tasks.length} done\n\n${table}`;
}

function nowWords(
  phase: TaskStatus["phase"],
  progress: TaskStatus["state"]["progress"],
  reason: string | null,
): string {
  if (phase === "waiting") return reason ?? "";
  if (progress === null) return "";
  const { step, steps, loss, secondsLeft } = progress;
  return `step ${step} of ${steps}, loss ${loss.toFixed(3)}, ${formatDuration(secondsLeft)} left`;
}
