import path from "node:path";
import { LocoError, type Generator, type Lock } from "@locollm/core";
import { placeWeights, readAdapterGguf, writeLock, writeWeights, type PlacedWeights } from "@locollm/store";
import { buildLock } from "./adapter-lock.ts";
import type { ParityResult } from "./decide-parity.ts";
import { exportAdapter } from "./export-adapter.ts";
import { checkParity } from "./parity-gate.ts";
import type { FinishedTraining } from "./finished-training.ts";
import { originOf, type TrainPlan } from "./train-plan.ts";

/** The weights that a generator is opened with; `file` is named by its content. */
export interface AdapterWeights {
  readonly id: string;
  readonly sha256: string;
  readonly file: string;
}

export interface KeepRequest {
  /** `semesters/<s>/adapters/<a>`, where the lock and the weights go. */
  readonly adapterFolder: string;
  /** Opens the engine on the request's base, alone or with an adapter, for the parity gate. */
  readonly openGenerator: (adapter: AdapterWeights | null) => Promise<Generator>;
  /** LocoLLM's home folder, where the environment names another than the user's. */
  readonly environment?: { readonly home?: string | undefined } | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Plain sentences about what goes on beside training. */
  readonly onLog?: ((line: string) => void) | undefined;
}

/**
 * Export, strict reader, parity gate; then weights and lock in the adapter's folder. Weights that fail are not kept.
 *
 * @throws LocoError of `exportAdapter`, `readAdapterGguf` and `checkParity`; `parity-failed`
 */
export async function keepWeights(
  request: KeepRequest,
  plan: TrainPlan,
  finished: FinishedTraining,
): Promise<{ readonly lock: Lock; readonly parity: ParityResult }> {
  const { tensors, outcome, reference } = finished;
  const unchecked = path.join(plan.folder, "adapter.gguf");
  await exportAdapter(tensors, unchecked, originOf(plan, outcome.start.revision));
  readAdapterGguf(unchecked, plan.base);
  const weights = await placeWeights(unchecked, request.environment?.home);
  request.onLog?.("Comparing llama.cpp's log-probabilities with training's own (parity gate).");
  const parity = await gate(request, plan, weights, reference);
  const lock = buildLock(plan, finished, weights);
  await writeWeights(request.adapterFolder, plan.base.id, weights.path);
  await writeLock(request.adapterFolder, lock);
  return { lock, parity };
}

async function gate(
  request: KeepRequest,
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
  const nats = (gap: number): string => `${gap.toPrecision(2)} nats`;
  const order =
    parity.misorder === null || parity.allowedMisorder === null
      ? ""
      : `; of what wrongly ordered query and key rows would change, ${percent(parity.misorder)} is seen (allowed ${percent(parity.allowedMisorder)})`;
  const close =
    parity.adapterGap <= parity.allowedAdapterGap
      ? ""
      : `; with it the two differ by ${nats(parity.adapterGap)} a token (allowed ${nats(parity.allowedAdapterGap)}), without it by ${nats(parity.baseGap)}`;
  const why =
    parity.shift === 0
      ? "by training's own figures it changes nothing"
      : `what it changes is off by ${percent(parity.relativeError)} (allowed ${percent(parity.allowed)})${close}${order}`;
  return new LocoError({
    code: "parity-failed",
    message: `${adapter} does in llama.cpp not what it did in training on ${base}: ${why}.`,
    fix: "Do not use these weights. Train anew (loco train --restart; elsewhere, the script again); if it fails again, report the base and the recipe.",
    fields: { adapter, base, ...parity },
  });
}
