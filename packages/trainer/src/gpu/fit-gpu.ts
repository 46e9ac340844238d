import { LocoError } from "@locollm/core";
import { blockWeights } from "../architectures.ts";
import { loraWeights } from "../lora-weights.ts";
import { estimateTokens } from "../token-estimate.ts";
import { keptStatesBytes } from "../kept-states.ts";
import type { TrainPlan } from "../train-plan.ts";
import type { Gpu } from "./read-gpus.ts";
import { promptTemplate } from "../prompt-template.ts";

/** How a step's rows go through a device. */
export interface GpuFit {
  readonly gpu: Gpu;
  /** Bytes at the peak, as estimated. */
  readonly needs: number;
  /** Tokens that go through the model at once if all blocks are trained: where fewer are, the program takes more. */
  readonly microBatchTokens: number;
  /** Rows of mean length at once, and how often a step does that. */
  readonly batch: number;
  readonly accumulation: number;
}

/** CUDA's own context and torch's kernels; what the allocator cannot use of the rest. */
const context = 0.6e9;
const usable = 0.92;
/** From the smallest that trains to what fills a large device. */
const sizes = [8192, 4096, 2048, 1024, 768, 512, 256, 128, 64];

/**
 * The most tokens at once that fit into a device's memory, up to a whole step. An estimate: a run that meets the end of
 * the memory all the same goes on with half.
 *
 * @throws LocoError `gpu-too-small`
 */
export function fitGpu(plan: TrainPlan, gpu: Gpu): GpuFit {
  const template = promptTemplate(plan.base.template);
  const answers = plan.rows.map(({ target }) => estimateTokens(target) + 1);
  const lengths = plan.rows.map(({ messages }, at) => {
    const turns = messages.map((turn) => ({ ...turn }));
    return estimateTokens(template.render({ messages: turns, add_generation_prompt: true })) + answers[at]!;
  });
  const longest = lengths.reduce((most, length) => Math.max(most, length), 1);
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const mean = total(lengths) / lengths.length;
  const step = mean * plan.recipe.batchSize;
  const fixed = fixedBytes(plan, gpu) + keptStatesBytes(plan, total(lengths));
  const perToken = tokenBytes(plan, gpu, total(answers) / total(lengths));
  // One row is the least.
  const candidates = [...sizes.filter((size) => size > longest), longest];
  const enough = candidates.findLast((size) => size >= step) ?? candidates[0]!;
  const tokens = candidates.find((size) => size <= enough && fixed + size * perToken <= usable * gpu.memoryBytes);
  if (tokens === undefined) {
    const needs = fixed + longest * perToken;
    throw new LocoError({
      code: "gpu-too-small",
      message: `Training ${plan.adapterId} needs ${gigabytes(needs)} GB for one row; ${gpu.name} has ${gigabytes(gpu.memoryBytes)} GB.`,
      fix: "Train on the processor (LOCO_TORCH=cpu), train fewer blocks (train.topLayers in adapter.yaml, such as 10), or take a larger device.",
      fields: { adapter: plan.adapterId, needs, has: gpu.memoryBytes },
      kind: "machine",
    });
  }
  const batch = Math.max(1, Math.min(plan.recipe.batchSize, Math.floor(tokens / mean)));
  const accumulation = Math.ceil(plan.recipe.batchSize / batch);
  const used = Math.min(tokens, Math.max(longest, batch * mean));
  const microBatchTokens = Math.floor((tokens * trainedBlocks(plan)) / plan.architecture.blocks);
  return { gpu, needs: fixed + used * perToken, microBatchTokens, batch, accumulation };
}

/** `needs 9.1 of 16.0 GB; batch 4 × accumulation 4` */
export function fitWords({ gpu, needs, batch, accumulation }: GpuFit): string {
  return `needs ${gigabytes(needs)} of ${gigabytes(gpu.memoryBytes)} GB; batch ${batch} × accumulation ${accumulation}`;
}

/** A value's bytes in the blocks' products: two, but on devices whose 16 bits are slow. */
function valueBytes({ recipe }: TrainPlan, { capability }: Gpu): number {
  if (recipe.precision !== "auto") return recipe.precision === "fp32" ? 4 : 2;
  return capability !== null && (capability === 6 || capability >= 7) ? 2 : 4;
}

/** Weights, the embedding and the norms in fp32; the LoRA with its gradient and AdamW's two moments. */
function fixedBytes(plan: TrainPlan, gpu: Gpu): number {
  const { architecture: a, recipe } = plan;
  const blocks = blockWeights(a) * a.blocks * valueBytes(plan, gpu);
  return context + blocks + 4 * a.width * a.vocabulary + 16 * loraWeights(a, recipe);
}

/** What a token's activations take in the trained blocks, as measured on a processor, and its logits if it answers. */
function tokenBytes(plan: TrainPlan, gpu: Gpu, answering: number): number {
  const { architecture: a } = plan;
  const activations = trainedBlocks(plan) * (20 * a.width + 5 * a.feedForward) * valueBytes(plan, gpu);
  return activations + answering * 3 * 4 * a.vocabulary;
}

function trainedBlocks({ architecture: { blocks }, recipe }: TrainPlan): number {
  return Math.min(blocks, recipe.topLayers ?? blocks);
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
