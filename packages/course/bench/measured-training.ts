import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { AdapterManifest, Item } from "@locollm/core";
import { planTraining, runTraining, type TrainingBase } from "@locollm/trainer";
import { scoreRows } from "./score-rows.ts";

export interface MeasuredTraining {
  readonly precision: string;
  readonly steps: number;
  readonly tokensPerSecond: number;
  /** From the program's start to its first step. */
  readonly startSeconds: number;
  readonly seconds: number;
  /** From the program's start to the end of all that it writes, the gate's reference among it. */
  readonly wallSeconds: number;
  readonly peakMemoryBytes: number;
  /** Of each item, whether it is answered exactly. */
  readonly right: readonly boolean[];
}

/** Trains in a folder of its own, which goes again, and asks for items that the training did not see. */
export async function measuredTraining(
  python: string,
  base: TrainingBase,
  adapter: { readonly id: string; readonly manifest: AdapterManifest },
  rows: readonly Item[],
  unseen: readonly Item[],
): Promise<MeasuredTraining> {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco-bench-"));
  try {
    const plan = planTraining({ adapterId: adapter.id, manifest: adapter.manifest, items: rows, base, root });
    const began = performance.now();
    let ready = began;
    const { start, done } = await runTraining(plan, {
      python,
      onEvent: ({ event }) => {
        if (event === "start") ready = performance.now();
      },
    });
    const wallSeconds = (performance.now() - began) / 1000;
    const [file, weights] = ["plan.json", "adapter_model.safetensors"].map((name) => path.join(plan.folder, name));
    const system = adapter.manifest.prompt.system;
    const right = unseen.length === 0 ? [] : await scoreRows(python, file!, weights!, system, unseen);
    return {
      precision: start.precision,
      steps: done.steps,
      tokensPerSecond: done.tokensPerSecond,
      startSeconds: (ready - began) / 1000,
      seconds: done.seconds,
      wallSeconds,
      peakMemoryBytes: done.peakMemoryBytes ?? NaN,
      right,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
