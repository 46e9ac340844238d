import os from "node:os";
import type { Machine } from "@locollm/core";

/** This machine, as a lock records it. `accelerator` is the training device where it is no CPU. */
export function thisMachine(accelerator: string | null): Machine {
  return {
    os: `${os.type()} ${os.release()}`,
    cpu: os.cpus()[0]?.model.trim() ?? os.arch(),
    threads: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    accelerator,
  };
}
