import type { Lock, Machine, TrainingCurve } from "@locollm/core";
import type { SafeTensor } from "./read-safetensors.ts";
import type { TrainingOutcome } from "./run-training.ts";

/** What trains: PEFT on torch, or llama.cpp alone. */
export const trainingBackends = ["peft", "llama-finetune"] as const;
export type TrainingBackend = (typeof trainingBackends)[number];

/** A finished run: its weights as PEFT wrote them, and what PEFT computed with them. */
export interface FinishedTraining {
  readonly backend: TrainingBackend;
  readonly tensors: readonly SafeTensor[];
  readonly outcome: TrainingOutcome;
  readonly reference: Lock["parity"];
  readonly curve?: TrainingCurve | undefined;
  /** The machine that trained, where it was not this one. */
  readonly elsewhere?: Machine | undefined;
}
