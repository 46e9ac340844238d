import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import {
  fleetPlanSchema,
  fleetTaskStateSchema,
  LocoError,
  nearestNames,
  type FleetPlan,
  type FleetTaskState,
} from "@locollm/core";
import { writeWhole } from "@locollm/store";

/** Where a fleet's files stand in the class repository's `.loco/`, which git does not see. */
export function fleetFolder(root: string, id: string): string {
  return path.join(root, ".loco", "fleet", id);
}

/** What a task's process says. */
export function taskLog(root: string, id: string, index: number): string {
  return path.join(fleetFolder(root, id), "tasks", `${index}.log`);
}

/** Keeps a plan under the next free name, such as `train-3`. */
export async function keepPlan(root: string, plan: Omit<FleetPlan, "id">): Promise<FleetPlan> {
  for (let number = (await fleetIds(root)).length + 1; ; number++) {
    const kept = { ...plan, id: `${plan.command}-${number}` };
    const folder = fleetFolder(root, kept.id);
    await mkdir(path.dirname(folder), { recursive: true });
    try {
      await mkdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      continue;
    }
    await mkdir(path.join(folder, "tasks"));
    await writeWhole(path.join(folder, "plan.json"), `${JSON.stringify(kept, null, 2)}\n`);
    return kept;
  }
}

/** Names of the fleets of this workspace, the newest last. */
export async function fleetIds(root: string): Promise<string[]> {
  const names = await readdir(path.join(root, ".loco", "fleet")).catch(() => []);
  const number = (name: string): number => Number(name.slice(name.lastIndexOf("-") + 1));
  return names.filter((name) => /^[a-z]+-\d+$/.test(name)).sort((a, b) => number(a) - number(b));
}

/**
 * A fleet's plan by name; the newest where none is named.
 *
 * @throws LocoError `no-fleet`, `unknown-fleet`
 */
export async function readPlan(root: string, named?: string): Promise<FleetPlan> {
  const ids = await fleetIds(root);
  const id = named ?? ids.at(-1);
  if (id === undefined) {
    throw new LocoError({
      code: "no-fleet",
      message: "No fleet was started in this repository.",
      fix: "Start one: loco train --all --on local",
      kind: "usage",
    });
  }
  if (!ids.includes(id)) {
    throw new LocoError({
      code: "unknown-fleet",
      message: `There is no fleet called ${id}.`,
      fix: `The fleets here: ${nearestNames(id, ids).join(", ") || ids.join(", ")}`,
      fields: { fleet: id },
      kind: "usage",
    });
  }
  return fleetPlanSchema.parse(JSON.parse(await readFile(path.join(fleetFolder(root, id), "plan.json"), "utf8")));
}

/** Where a task stands; a new one where it was not begun, or where its file cannot be read. */
export async function readTask(root: string, id: string, index: number): Promise<FleetTaskState> {
  const file = taskFile(root, id, index);
  try {
    return fleetTaskStateSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return { schema: 1, index, attempts: [], progress: null, ended: null };
  }
}

/** Held by the process that does a task. */
export function taskLock(root: string, id: string, index: number): string {
  return path.join(fleetFolder(root, id), "tasks", `${index}.lock`);
}

export async function writeTask(root: string, id: string, state: FleetTaskState): Promise<void> {
  await writeWhole(taskFile(root, id, state.index), `${JSON.stringify(state)}\n`);
}

function taskFile(root: string, id: string, index: number): string {
  return path.join(fleetFolder(root, id), "tasks", `${index}.json`);
}
