import { rm } from "node:fs/promises";
import type { Generator } from "@locollm/core";
import type { FinishedTraining } from "../finished-training.ts";
import type { RunCurve } from "../diagnosis/run-curve.ts";
import { keptCurve } from "../diagnosis/run-curve.ts";
import { loraWeights } from "../lora-weights.ts";
import { thisMachine } from "../machine.ts";
import { trainerRevision } from "../revision.ts";
import type { TrainEvent, TrainEventOf } from "../train-event.ts";
import type { TrainPlan } from "../train-plan.ts";
import { keepFinetuneSpeed } from "./estimate-finetune.ts";
import { mergedReference } from "./merged-reference.ts";
import { nearestLora } from "./nearest-lora.ts";
import { requireWhole } from "./require-whole.ts";
import { runFinetune, type FinetuneTools } from "./run-finetune.ts";

/** Share of the change below which answers suffer: see docs/training.md, "Without torch". */
const enough = 0.5;

/** What training with llama.cpp alone needs. */
export interface FinetuneBackend {
  /** Builds the programs where they are not here yet. */
  readonly tools: () => Promise<FinetuneTools>;
  /** Opens a GGUF as a base, without an adapter. */
  readonly openBase: (file: string) => Promise<Generator>;
}

export interface FinetuneRun {
  /** Where this machine's speed is kept; LOCO_HOME if left out. */
  readonly home?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * A training without torch: llama-finetune changes whole weights, and the nearest LoRA of the recipe's rank is taken from the change.
 *
 * @throws LocoError `recipe-not-whole`; of `runFinetune`
 */
export async function trainByFinetune(
  plan: TrainPlan,
  { tools, openBase }: FinetuneBackend,
  { signal, home, onEvent, onLog }: FinetuneRun,
): Promise<{ readonly finished: FinishedTraining; readonly curve: RunCurve }> {
  requireWhole(plan);
  onLog?.("llama-finetune takes rate, epochs and rank from the recipe; batch, schedule and validation are its own.");
  const programs = await tools();
  const start: TrainEventOf<"start"> = {
    event: "start",
    revision: trainerRevision,
    device: "cpu",
    deviceName: thisMachine(null).cpu,
    precision: "fp32",
    threads: plan.threads,
    rows: plan.rows.length,
    heldOut: 0,
    steps: 0,
    tokens: 0,
    parameters: loraWeights(plan.architecture, plan.recipe),
    resumedAt: 0,
    specialTokens: {},
    rendered: [],
    versions: {},
    loadSeconds: 0,
  };
  onEvent?.(start);
  const trained = await runFinetune(plan, { tools: programs, signal, onEvent });
  const loss = trained.losses.at(-1) ?? 0;
  const done: TrainEventOf<"done"> = {
    event: "done",
    steps: trained.steps,
    tokens: trained.tokens,
    seconds: trained.seconds,
    tokensPerSecond: trained.tokens / trained.seconds,
    finalLoss: loss,
    validation: null,
    hardest: [],
    peakMemoryBytes: trained.peakMemoryBytes,
  };
  onEvent?.(done);
  await keepFinetuneSpeed(plan, { start, done }, home);
  const { tensors, kept, merged } = await nearestLora(plan, trained);
  onLog?.(`A LoRA of rank ${plan.recipe.rank} holds ${Math.round(100 * kept)} % of what the training changed.`);
  if (kept < enough)
    onLog?.(
      "With less than a half it answers much worse than what was trained: raise rank and alpha, fourfold, in adapter.yaml.",
    );
  const reference = await mergedReference(plan, { before: trained.before, merged }, openBase, signal);
  for (const file of [trained.before, trained.after, merged]) await rm(file, { force: true });
  const curve: RunCurve = { schema: 1, steps: [...trained.losses], rates: [], checks: [] };
  return {
    finished: { backend: "llama-finetune", tensors, outcome: { start, done }, reference, curve: keptCurve(curve) },
    curve,
  };
}
