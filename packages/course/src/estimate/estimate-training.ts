import type { BaseManifest } from "@locollm/core";
import type { CachedBase } from "@locollm/store";
import {
  estimateTraining,
  isSpeedKnown,
  planTraining,
  trainingSpeed,
  type TrainEstimate,
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
): Promise<TrainEstimate> {
  const plan = planTraining(request);
  return estimateTraining(plan, await trainingSpeedHere(work, manifest, file, plan.threads));
}

/** `Training <adapter>: about 4 min 15 s, …`; where this machine never trained, without a measurement first. */
export async function trainingStartWords(
  work: Work,
  request: TrainingRequest,
  manifest: BaseManifest,
  file: CachedBase,
): Promise<string> {
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

/** `about 4 min 15 s, …`, and where the time comes from if it was not measured with torch. */
export function trainingCostWords(estimate: TrainEstimate): string {
  const guess = estimate.speed === "guessed" ? " (time judged by llama.cpp's speed, until torch is here)" : "";
  return `${costWords(estimate)}${guess}`;
}
