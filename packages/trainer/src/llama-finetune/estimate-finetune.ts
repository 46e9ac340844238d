import os from "node:os";
import { readCalibration, recalibrate, speedAt } from "../calibration.ts";
import type { TrainEstimate } from "../estimate.ts";
import { blockWeights } from "../architectures.ts";
import { estimateTokens } from "../token-estimate.ts";
import type { TrainEventOf } from "../train-event.ts";
import type { TrainPlan } from "../train-plan.ts";
import { requireWhole } from "./require-whole.ts";
import { trainingText } from "./training-text.ts";

/** Operations a second and thread in fp32, taken where llama-finetune has not run yet: somewhat below the 21 to 24e9 of a server's processor. */
const guessedFlops = 15e9;
/** Of the base in fp32: as it was, as it was trained, and with the extracted LoRA in it. */
const wholeCopies = 3;
/** Weight, gradient and AdamW's two moments, four bytes each, stand in memory at once; the rest is one window's. */
const bytesPerWeight = 16;
const otherMemory = 0.25e9;
/** llama.cpp's two programs, once. */
const programBytes = 100e6;
/** Copies, the extraction, and both sides of the gate, a weight: 106 s for 135 million at rank 16. */
const secondsPerWeight = 800e-9;

/**
 * What a training of this plan by llama-finetune takes on this machine, the build of its programs left out.
 *
 * @throws LocoError of `requireWhole`
 */
export async function estimateFinetune(plan: TrainPlan, home?: string): Promise<TrainEstimate> {
  requireWhole(plan);
  const known = await readCalibration(placeOf(plan, home));
  const threads = plan.threads > 0 ? plan.threads : os.availableParallelism();
  const flops = known === undefined ? guessedFlops * threads : speedAt(known, plan.architecture.width);
  const weights = allWeights(plan);
  // Windows overlap by half.
  const tokens = 2 * estimateTokens(trainingText(plan)) * Math.max(1, Math.round(plan.recipe.epochs));
  return {
    backend: "llama-finetune",
    seconds: (tokens * flopsPerToken(weights)) / flops + weights * secondsPerWeight,
    tokens,
    memoryBytes: weights * bytesPerWeight + otherMemory,
    diskBytes: wholeCopies * 4 * weights + programBytes,
    downloadBytes: 0,
    speed: known === undefined ? "guessed" : "measured",
  };
}

/** Keeps the speed that a run showed, for the next estimate. */
export async function keepFinetuneSpeed(
  plan: TrainPlan,
  { start, done }: { readonly start: TrainEventOf<"start">; readonly done: TrainEventOf<"done"> },
  home?: string,
): Promise<void> {
  const { device, deviceName, precision, threads, versions } = start;
  const speeds = [{ width: plan.architecture.width, flops: done.tokensPerSecond * flopsPerToken(allWeights(plan)) }];
  await recalibrate(placeOf(plan, home), { event: "probe", device, deviceName, precision, threads, versions, speeds });
}

function placeOf({ threads }: TrainPlan, home: string | undefined) {
  return { backend: "llama-finetune", threads, device: "cpu", home } as const;
}

/** Two operations a weight forward, four back. */
function flopsPerToken(weights: number): number {
  return 6 * weights;
}

function allWeights({ architecture: a }: TrainPlan): number {
  return blockWeights(a) * a.blocks + a.width * a.vocabulary;
}
