import type { Lock, Machine, TrainingCurve } from "@locollm/core";
import type { SafeTensor } from "./read-safetensors.ts";
import type { TrainingOutcome } from "./run-training.ts";

/** A finished run: its weights as PEFT wrote them, and what PEFT computed with them. */
export interface FinishedTraining {
  readonly tensors: readonly SafeTensor[];
  readonly outcome: TrainingOutcome;
  readonly reference: Lock["parity"];
  readonly curve?: TrainingCurve | undefined;
  /** The machine that trained, where it was not this one. */
  readonly elsewhere?: Machine | undefined;
}
