import { kindOfExit, LocoError, type FleetPlan, type FleetTask } from "@locollm/core";
import {
  fleetFolder,
  migrateAdapter,
  obtainBase,
  openPlacedSubmission,
  readPlan,
  runTask,
  trainOnBase,
  typedName,
  withSettings,
  type TaskResult,
} from "@locollm/course";
import { percent } from "@locollm/eval";
import { resolveAdapter, resolveBase, type Workspace } from "@locollm/store";
import type { TrainEvent } from "@locollm/trainer";
import path from "node:path";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { gradeAndRecord } from "../steps/grade-and-record.ts";
import { movingBases } from "../steps/moving-bases.ts";
import { openClass } from "../steps/open-class.ts";
import { refuseErrors } from "../steps/refuse-errors.ts";
import { writeGrade } from "../steps/write-grade.ts";

/** One task of a fleet in this process: what Slurm runs on a node, and a local fleet in each slot. */
export async function fleetRun(invocation: Invocation, id: string, index: string): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const plan = await readPlan(workspace.root, id);
  const task = plan.tasks[Number(index)];
  if (task === undefined) {
    throw new LocoError({
      code: "unknown-task",
      message: `${id} has no task ${index}; its tasks are 0 to ${plan.tasks.length - 1}.`,
      fix: `See them: loco fleet status ${id}`,
      fields: { fleet: id, task: index },
      kind: "usage",
    });
  }
  const result = await runTask(invocation, workspace.root, plan, task, (onEvent) => {
    if (plan.command === "grade") return gradeTask(invocation, workspace, task);
    if (plan.command === "migrate") return moveTask(invocation, workspace, plan, task, onEvent);
    return trainTask(invocation, workspace, plan, task, onEvent);
  });
  return {
    data: { fleet: id, task: task.index, ...result },
    text: result.title,
    ok: result.exitCode === 0,
    kind: kindOfExit(result.exitCode),
  };
}

/** The gate on the adapter as it stands in the class; the report goes where `loco grade <adapter>` leaves it. */
async function gradeTask(invocation: Invocation, workspace: Workspace, task: FleetTask): Promise<TaskResult> {
  const adapter = resolveAdapter(workspace, task.adapter);
  await using submission = await openPlacedSubmission(workspace.root, adapter.folder, adapter.semester);
  const graded = await gradeAndRecord(invocation, workspace.root, submission, typedName(workspace, adapter), {});
  await writeGrade(invocation, graded, { repository: workspace.root });
  const { conclusion, title } = graded.record;
  return { exitCode: conclusion === "failure" ? 1 : 0, title, loss: null };
}

/** The adapter on the other base, both asked; what came out is kept for the report over all. */
async function moveTask(
  invocation: Invocation,
  workspace: Workspace,
  plan: FleetPlan,
  task: FleetTask,
  onEvent: (event: TrainEvent) => void,
): Promise<TaskResult> {
  const adapter = resolveAdapter(workspace, task.adapter);
  await refuseErrors(invocation, workspace, adapter, ["locks", "weights", "results"]);
  const moving = await movingBases(invocation, workspace, plan);
  const training = { threads: plan.threads, onEvent };
  const { before, after } = await migrateAdapter(invocation, workspace, adapter, { ...moving, training });
  const right = ({ counts }: typeof before) => percent(counts.right / Math.max(1, counts.items - counts.errors));
  const title = `${typedName(workspace, adapter)}: right on ${right(after)} on ${task.base}, on ${moving.from.manifest.id} on ${right(before)}`;
  return { exitCode: 0, title, loss: null };
}

async function trainTask(
  invocation: Invocation,
  workspace: Workspace,
  { id, sweep, threads }: FleetPlan,
  task: FleetTask,
  onEvent: (event: TrainEvent) => void,
): Promise<TaskResult> {
  const adapter = resolveAdapter(workspace, task.adapter);
  const manifest = resolveBase(workspace, task.base);
  await refuseErrors(invocation, workspace, adapter, ["locks", "weights", "results"]);
  const file = await obtainBase(invocation, workspace.root, manifest);
  // Trainings of one adapter that are to be compared must not write into its folder.
  const apart = path.join(fleetFolder(workspace.root, id), "tasks", String(task.index));
  const { lock, trained } = await trainOnBase(
    invocation,
    workspace,
    withSettings(adapter, task.settings),
    manifest,
    file,
    { threads, onEvent, ...(sweep === null ? {} : { folder: apart }) },
  );
  const name = typedName(workspace, adapter);
  return {
    exitCode: 0,
    title: trained ? `${name}: trained, loss ${lock.trainer.finalLoss.toFixed(3)}` : `${name}: was trained already`,
    loss: lock.trainer.validation?.loss ?? null,
  };
}
