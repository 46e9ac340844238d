import os from "node:os";
import type { FleetTask } from "@locollm/core";

/** How many tasks this machine can do at once, and with how many threads each. */
export interface Slots {
  readonly slots: number;
  readonly threads: number;
}

/**
 * One task a core where memory allows: two trainings of one thread each finish sooner than one after the other with two.
 *
 * @param cores physical or virtual, as the system counts them
 * @param freeBytes memory that tasks may fill
 */
export function freeSlots(
  tasks: readonly Pick<FleetTask, "memoryBytes">[],
  cores: number = os.availableParallelism(),
  freeBytes: number = os.freemem(),
): Slots {
  const largest = Math.max(...tasks.map(({ memoryBytes }) => memoryBytes));
  const slots = Math.max(1, Math.min(tasks.length, cores, Math.floor(freeBytes / largest)));
  return { slots, threads: Math.max(1, Math.floor(cores / slots)) };
}
