import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { lockSchema, type Lock } from "@locollm/core";
import { whileInUse, withProcessLock } from "@locollm/store";
import { isTrained, readParity } from "./adapter-lock.ts";
import type { ParityResult } from "./decide-parity.ts";
import { diagnoseTraining, type Trouble } from "./diagnosis/diagnose-training.ts";
import { keptCurve, readCurve, type RunCurve } from "./diagnosis/run-curve.ts";
import { finishedRun } from "./finished-run.ts";
import { fitGpu, fitWords } from "./gpu/fit-gpu.ts";
import { gpuHere } from "./gpu/gpu-here.ts";
import { keepWeights, type KeepRequest } from "./keep-weights.ts";
import type { EnvironmentOptions } from "./environment/environment-place.ts";
import { preparePython } from "./environment/python-environment.ts";
import { type TrainEvent } from "./train-event.ts";
import { ranAway } from "./ran-away.ts";
import { readSafetensors } from "./read-safetensors.ts";
import { logTraining } from "./training-log.ts";
import { trainByFinetune, type FinetuneBackend } from "./llama-finetune/train-by-finetune.ts";
import type { FinishedTraining } from "./finished-training.ts";
import { planTraining, type TrainingRequest, type TrainPlan } from "./train-plan.ts";

export interface TrainAdapterRequest extends TrainingRequest, KeepRequest {
  readonly environment?: Omit<EnvironmentOptions, "signal" | "onLog"> | undefined;
  /** Trains even where the lock says that just this was trained already. */
  readonly force?: boolean | undefined;
  /** Trains with llama.cpp alone instead of PEFT. */
  readonly finetune?: FinetuneBackend | undefined;
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
}

export interface TrainedAdapter {
  readonly lock: Lock;
  readonly lockFile: string;
  readonly weightsFile: string;
  /** Null where nothing had to be trained. */
  readonly parity: ParityResult | null;
  readonly trained: boolean;
  /** What the training's curve shows; nothing where nothing had to be trained. */
  readonly troubles: readonly Trouble[];
}

/**
 * Trains an adapter on a base: environment, training, export, parity gate, then weights and lock in the adapter's
 * folder. Every step can be killed; the same request goes on from there and ends with the same weights.
 *
 * @throws LocoError of `planTraining`, `preparePython`, `runTraining`, `exportAdapter`; `ran-away`, `parity-failed`
 */
export async function trainAdapter(request: TrainAdapterRequest): Promise<TrainedAdapter> {
  const { signal, onLog } = request;
  const plan = planTraining(request);
  const lockFile = path.join(request.adapterFolder, "locks", `${plan.base.id}.json`);
  const weightsFile = path.join(request.adapterFolder, "weights", `${plan.base.id}.gguf`);
  const known = await readLock(lockFile);
  if (
    known !== undefined &&
    request.force !== true &&
    wantedBackend(request, known) &&
    (await isTrained(plan, known, weightsFile))
  ) {
    return { lock: known, lockFile, weightsFile, parity: null, trained: false, troubles: [] };
  }
  const onWait = (): void => onLog?.("Another process trains this adapter; waiting for it.");
  return withProcessLock(`${plan.folder}.lock`, { signal, onWait }, async () => {
    if (request.force === true) await rm(plan.folder, { recursive: true, force: true });
    const { finished, curve } =
      request.finetune === undefined
        ? await trainByPeft(request, plan)
        : await trainByFinetune(plan, request.finetune, { ...request, home: request.environment?.home });
    const { lock, parity } = await keepWeights(request, plan, finished).catch((error: unknown) => {
      throw ranAway(error, plan);
    });
    const { hardest, peakMemoryBytes } = finished.outcome.done;
    const troubles = diagnoseTraining({ curve, recipe: plan.recipe, rows: plan.rows, hardest });
    await logTraining(request.adapterFolder, { lock, curve, troubles, hardest, peakMemoryBytes, ended: new Date() });
    return { lock, lockFile, weightsFile, parity, trained: true, troubles };
  });
}

/** Whether these weights are of the backend that is asked for; without a wish those of any are. */
function wantedBackend({ finetune }: TrainAdapterRequest, { trainer }: Lock): boolean {
  return finetune === undefined || trainer.backend === "llama-finetune";
}

async function trainByPeft(
  { environment, signal, onLog, onEvent }: TrainAdapterRequest,
  plan: TrainPlan,
): Promise<{ readonly finished: FinishedTraining; readonly curve: RunCurve }> {
  const { python, folder } = await preparePython({ ...environment, signal, onLog });
  const gpu = plan.device === "cpu" ? undefined : await gpuHere();
  const fit = gpu === undefined ? undefined : fitGpu(plan, gpu);
  if (fit !== undefined) onLog?.(`On ${fit.gpu.name}: ${fitWords(fit)}.`);
  const fitted = fit === undefined ? plan : { ...plan, microBatchTokens: fit.microBatchTokens };
  const outcome = await whileInUse(folder, () =>
    finishedRun(fitted, { python, home: environment?.home, signal, onEvent }),
  );
  const curve = await readCurve(plan.folder);
  const { tensors } = await readSafetensors(path.join(plan.folder, "adapter_model.safetensors"));
  const reference = await readParity(plan);
  return { finished: { backend: "peft", tensors, outcome, reference, curve: keptCurve(curve) }, curve };
}

async function readLock(file: string): Promise<Lock | undefined> {
  try {
    return lockSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
