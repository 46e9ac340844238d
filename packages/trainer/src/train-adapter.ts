import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { LocoError, lockSchema, type Generator, type Lock } from "@locollm/core";
import {
  placeWeights,
  readAdapterGguf,
  whileInUse,
  withProcessLock,
  writeLock,
  writeWeights,
  type PlacedWeights,
} from "@locollm/store";
import { buildLock, isTrained, readParity } from "./adapter-lock.ts";
import { exportAdapter } from "./export-adapter.ts";
import type { ParityResult } from "./decide-parity.ts";
import { checkParity } from "./parity-gate.ts";
import { preparePython, type EnvironmentOptions } from "./python-environment.ts";
import { finishedRun } from "./finished-run.ts";
import { type TrainEvent } from "./train-event.ts";
import { planTraining, type TrainingRequest, type TrainPlan } from "./train-plan.ts";

/** The weights that a generator is opened with; `file` is named by its content. */
export interface AdapterWeights {
  readonly id: string;
  readonly sha256: string;
  readonly file: string;
}

export interface TrainAdapterRequest extends TrainingRequest {
  /** `semesters/<s>/adapters/<a>`, where the lock and the weights go. */
  readonly adapterFolder: string;
  /** Opens the engine on the request's base, alone or with an adapter, for the parity gate. */
  readonly openGenerator: (adapter: AdapterWeights | null) => Promise<Generator>;
  readonly environment?: Omit<EnvironmentOptions, "signal" | "onLog"> | undefined;
  /** Trains even where the lock says that just this was trained already. */
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
  /** Plain sentences about what goes on beside training. */
  readonly onLog?: ((line: string) => void) | undefined;
}

export interface TrainedAdapter {
  readonly lock: Lock;
  readonly lockFile: string;
  readonly weightsFile: string;
  /** Null where nothing had to be trained. */
  readonly parity: ParityResult | null;
  readonly trained: boolean;
}

/**
 * Trains an adapter on a base: environment, training, export, parity gate, then weights and lock in the adapter's
 * folder. Every step can be killed; the same request goes on from there and ends with the same weights.
 *
 * @throws LocoError of `planTraining`, `preparePython`, `runTraining`, `exportAdapter`; `parity-failed`
 */
export async function trainAdapter(request: TrainAdapterRequest): Promise<TrainedAdapter> {
  const { signal, onLog } = request;
  const plan = planTraining(request);
  const lockFile = path.join(request.adapterFolder, "locks", `${plan.base.id}.json`);
  const weightsFile = path.join(request.adapterFolder, "weights", `${plan.base.id}.gguf`);
  const known = await readLock(lockFile);
  if (known !== undefined && request.force !== true && (await isTrained(plan, known, weightsFile))) {
    return { lock: known, lockFile, weightsFile, parity: null, trained: false };
  }
  const onWait = (): void => onLog?.("Another process trains this adapter; waiting for it.");
  return withProcessLock(`${plan.folder}.lock`, { signal, onWait }, async () => {
    if (request.force === true) await rm(plan.folder, { recursive: true, force: true });
    const { python, folder } = await preparePython({ ...request.environment, signal, onLog });
    const outcome = await whileInUse(folder, () => finishedRun(plan, { python, signal, onEvent: request.onEvent }));
    const unchecked = path.join(plan.folder, "adapter.gguf");
    await exportAdapter(path.join(plan.folder, "adapter_model.safetensors"), unchecked, {
      adapterId: plan.adapterId,
      base: plan.base,
      templateSha256: plan.base.templateSha256,
      manifest: plan.manifest,
      recipe: plan.recipe,
      trainSha256: plan.trainSha256,
    });
    const weights = await placeWeights(unchecked, request.environment?.home);
    readAdapterGguf(weights.path, plan.base);
    onLog?.("Comparing llama.cpp's log-probabilities with training's own (parity gate).");
    const reference = await readParity(plan);
    const parity = await gate(request, plan, weights, reference);
    const lock = buildLock(plan, outcome, weights, reference);
    await writeWeights(request.adapterFolder, plan.base.id, weights.path);
    await writeLock(request.adapterFolder, lock);
    return { lock, lockFile, weightsFile, parity, trained: true };
  });
}

async function gate(
  request: TrainAdapterRequest,
  plan: TrainPlan,
  weights: PlacedWeights,
  reference: Lock["parity"],
): Promise<ParityResult> {
  await using base = await request.openGenerator(null);
  await using adapter = await request.openGenerator({ id: plan.adapterId, sha256: weights.sha256, file: weights.path });
  const parity = await checkParity(reference, base, adapter, { signal: request.signal });
  if (parity.passed) return parity;
  throw parityFailed(plan.adapterId, plan.base.id, parity);
}

/** The error of a gate that did not pass. */
export function parityFailed(adapter: string, base: string, parity: ParityResult): LocoError {
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return new LocoError({
    code: "parity-failed",
    message:
      `${adapter} does in llama.cpp not what it did in training on ${base}: what it changes is off by ` +
      `${percent(parity.relativeError)} (allowed ${percent(parity.allowed)})` +
      (parity.misorder === null
        ? "."
        : `, and ${percent(parity.misorder)} of it is what wrongly ordered query and key rows do.`),
    fix: "Do not use these weights. Train again; if it fails again, report the base and the recipe.",
    fields: { adapter, base, ...parity },
  });
}

async function readLock(file: string): Promise<Lock | undefined> {
  try {
    return lockSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}
