import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Lock } from "@locollm/core";
import { withProcessLock } from "@locollm/store";
import { parityReference } from "../adapter-lock.ts";
import type { ParityResult } from "../decide-parity.ts";
import { keepWeights, type KeepRequest } from "../keep-weights.ts";
import { planTraining, type TrainingRequest } from "../train-plan.ts";
import { readResult } from "./read-result.ts";

export interface ImportTrainingRequest extends TrainingRequest, KeepRequest {
  /** The `adapter_model.safetensors` that a bundle's script wrote. */
  readonly result: string;
}

export interface ImportedAdapter {
  readonly lock: Lock;
  readonly lockFile: string;
  readonly weightsFile: string;
  readonly parity: ParityResult;
}

/**
 * Takes weights that were trained elsewhere: held against the adapter's own rows, recipe and base, then exported, gated and kept
 * as after a training here.
 *
 * @throws LocoError of `planTraining`, `readResult` and `keepWeights`
 */
export async function importTraining(request: ImportTrainingRequest): Promise<ImportedAdapter> {
  const { signal, onLog } = request;
  const plan = planTraining(request);
  const { result, outcome, tensors } = await readResult(request.result, plan);
  const onWait = (): void => onLog?.("Another process trains this adapter; waiting for it.");
  return withProcessLock(`${plan.folder}.lock`, { signal, onWait }, async () => {
    await mkdir(plan.folder, { recursive: true });
    const { lock, parity } = await keepWeights(request, plan, {
      backend: "peft",
      tensors,
      outcome,
      reference: parityReference(plan, result.parity),
      elsewhere: result.machine,
    });
    return {
      lock,
      lockFile: path.join(request.adapterFolder, "locks", `${plan.base.id}.json`),
      weightsFile: path.join(request.adapterFolder, "weights", `${plan.base.id}.gguf`),
      parity,
    };
  });
}
