import os from "node:os";
import type { FleetTask } from "@locollm/core";
import { readGpus, torchHere } from "@locollm/trainer";

/** How many tasks this machine can do at once, and with what each. */
export interface Slots {
  readonly slots: number;
  /** CPU threads of a task. */
  readonly threads: number;
  /** CUDA devices, one for each slot; none where tasks run on the processor. */
  readonly gpus: readonly string[];
}

/** What trainings of a fleet run on here: a CUDA device each where there are any, else a core each. */
export async function slotsHere(tasks: readonly Pick<FleetTask, "memoryBytes">[]): Promise<Slots> {
  return freeSlots(tasks, { cores: os.availableParallelism(), freeBytes: os.freemem(), gpus: await usableGpus() });
}

/** A machine that trainings are to share. */
export interface SharedMachine {
  /** Physical or virtual, as the system counts them. */
  readonly cores: number;
  /** Memory that tasks may fill. */
  readonly freeBytes: number;
  readonly gpus: readonly string[];
}

/**
 * One task a CUDA device; without one a task a core, where memory allows: two trainings of one thread each finish sooner than
 * one after the other with two.
 */
export function freeSlots(
  tasks: readonly Pick<FleetTask, "memoryBytes">[],
  { cores, freeBytes, gpus }: SharedMachine,
): Slots {
  const largest = Math.max(...tasks.map(({ memoryBytes }) => memoryBytes));
  const most = gpus.length > 0 ? gpus.length : Math.min(cores, Math.floor(freeBytes / largest));
  const slots = Math.max(1, Math.min(tasks.length, most));
  return { slots, threads: Math.max(1, Math.floor(cores / slots)), gpus: gpus.slice(0, slots) };
}

/** As CUDA names them: those that the caller was given, else all. */
async function usableGpus(): Promise<string[]> {
  if ((await torchHere()).set === "cpu") return [];
  const given = process.env["CUDA_VISIBLE_DEVICES"];
  if (given !== undefined) return given.split(",").filter((name) => name !== "" && name !== "-1");
  return (await readGpus()).map((_, index) => String(index));
}
