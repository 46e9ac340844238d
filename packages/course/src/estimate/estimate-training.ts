import type { BaseManifest } from "@locollm/core";
import type { CachedBase } from "@locollm/store";
import {
  estimateFinetune,
  estimateTraining,
  isSpeedKnown,
  planTraining,
  trainingSpeed,
  type TrainEstimate,
  type TrainingBackend,
  type TrainingRequest,
  type TrainingSpeed,
} from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { engineThroughput } from "./engine-throughput.ts";
import { costWords } from "./say-cost.ts";

/** What a training takes here; where torch is not here yet, judged by the engine's speed on the same base. */
export async function estimateTrainingHere(
  work: Work,
  request: TrainingRequest,
  manifest: BaseManifest,
  file: CachedBase,
  backend: TrainingBackend = "peft",
): Promise<TrainEstimate> {
  const plan = planTraining(request);
  if (backend === "llama-finetune") return estimateFinetune(plan);
  return estimateTraining(plan, await trainingSpeedHere(work, manifest, file, plan.threads));
}

/** `Training <adapter>: about 4 min 15 s, …`; where this machine never trained, without a measurement first. */
export async function trainingStartWords(
  work: Work,
  request: TrainingRequest,
  manifest: BaseManifest,
  file: CachedBase,
  backend: TrainingBackend = "peft",
): Promise<string> {
  if (backend === "llama-finetune") {
    const estimate = await estimateTrainingHere(work, request, manifest, file, backend);
    return `Training ${request.adapterId} with llama.cpp alone: ${trainingCostWords(estimate)}. It keeps no checkpoint: once interrupted, it begins anew`;
  }
  const { threads } = request;
  const known = await isSpeedKnown({ signal: work.signal, threads });
  if (!known) return `Training ${request.adapterId}; how long it takes shows after the first steps`;
  return `Training ${request.adapterId}: ${trainingCostWords(await estimateTrainingHere(work, request, manifest, file))}`;
}

/** How fast this machine trains on a base. */
export async function trainingSpeedHere(
  work: Work,
  manifest: BaseManifest,
  file: CachedBase,
  threads = 0,
): Promise<TrainingSpeed> {
  return trainingSpeed({
    signal: work.signal,
    threads,
    engineFlops: async () =>
      2 * manifest.parameters * (await engineThroughput(work, manifest, file)).promptTokensPerSecond,
  });
}

/** `about 4 min 15 s, …`, and where the time comes from if it was not measured. */
export function trainingCostWords(estimate: TrainEstimate): string {
  const source =
    estimate.backend === "peft"
      ? "time judged by llama.cpp's speed, until torch is here"
      : "time guessed, until llama-finetune has run here once; its bar tells after the first steps";
  return `${costWords(estimate)}${estimate.speed === "guessed" ? ` (${source})` : ""}`;
}
