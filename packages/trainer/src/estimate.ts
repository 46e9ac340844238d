import { blockWeights } from "./architectures.ts";
import type { TrainingBackend } from "./finished-training.ts";
import { keptStatesBytes } from "./kept-states.ts";
import { loraWeights } from "./lora-weights.ts";
import { estimateTokens } from "./token-estimate.ts";
import type { TrainingSpeed } from "./training-speed.ts";
import { microBatchTokens, type TrainPlan } from "./train-plan.ts";
import { promptTemplate } from "./prompt-template.ts";

/** What a run will take here. Bytes and seconds. */
export interface TrainEstimate {
  readonly backend: TrainingBackend;
  readonly seconds: number;
  /** The run's tokens, over all epochs. */
  readonly tokens: number;
  readonly memoryBytes: number;
  /** What is written, the Python environment included where it is not there yet. */
  readonly diskBytes: number;
  /** The Python environment; its time is not in `seconds`, for nobody knows the network. */
  readonly downloadBytes: number;
  /** Whether the backend's speed was measured here; otherwise torch's is guessed from llama.cpp's, and llama-finetune's from nothing. */
  readonly speed: "measured" | "guessed";
}

/** Imports, before and after; and each weight dequantised, for training and again for the parity reference. */
const importSeconds = 10;
const secondsPerWeight = 30e-9;
/** What training this plan will take on a machine of this speed. */
export function estimateTraining(plan: TrainPlan, speed: TrainingSpeed): TrainEstimate {
  const work = trainingWork(plan);
  const flops = speed.flops(plan.architecture.width);
  // The parity reference is three fp32 passes at about 0.4 of the speed, the gate two of the engine at about a third.
  const parity = work.parityFlops * (3 / 0.4 + 2 * 3);
  return {
    backend: "peft",
    seconds: importSeconds + work.weights * secondsPerWeight + (work.flops + parity) / flops,
    tokens: work.tokens,
    memoryBytes: trainingMemory(plan, work.weights) + keptStatesBytes(plan, work.tokens / plan.recipe.epochs),
    diskBytes: speed.environment.disk + 8 * 4 * loraWeights(plan.architecture, plan.recipe) + 1_000_000,
    downloadBytes: speed.environment.download,
    speed: speed.source,
  };
}

/** The speed that a run of this plan showed, in what TrainingSpeed counts; `share` of its tokens took so many seconds. */
export function shownFlops(plan: TrainPlan, share: number, seconds: number): number {
  return (trainingWork(plan).flops * share) / seconds;
}

/** Operations of the whole run: 2 a weight and token forward, 2 more back through the blocks above the lowest LoRA. */
function trainingWork(plan: TrainPlan): { flops: number; parityFlops: number; tokens: number; weights: number } {
  const { recipe, architecture: a } = plan;
  const template = promptTemplate(plan.base.template);
  const prompts = plan.rows.map(({ messages }) =>
    template.render({ messages: messages.map((turn) => ({ ...turn })), add_generation_prompt: true }),
  );
  const answers = plan.rows.reduce((sum, { target }) => sum + estimateTokens(target) + 1, 0);
  // What the rows of a step begin with is computed once.
  const start = commonStart(prompts);
  const shared = estimateTokens(start);
  const own = prompts.reduce((sum, prompt) => sum + estimateTokens(prompt.slice(start.length)), 0) + answers;
  const tokens = plan.rows.length * shared + own;
  const stepTokens = shared + (own / plan.rows.length) * Math.min(recipe.batchSize, plan.rows.length);
  const parts = Math.ceil(plan.rows.length / recipe.batchSize) * Math.ceil(stepTokens / microBatchTokens);
  const computed = own + parts * shared;
  const block = blockWeights(a);
  const adapted = Math.min(a.blocks, recipe.topLayers ?? a.blocks);
  const perToken = 2 * block * a.blocks + 2 * block * adapted;
  const head = 4 * a.width * a.vocabulary;
  const flops = recipe.epochs * (computed * perToken + answers * head);
  const weights = block * a.blocks + a.width * a.vocabulary;
  const parityFlops = 2 * weights * tokens * (plan.parity.length / plan.rows.length);
  return { flops, parityFlops, tokens: Math.round(tokens * recipe.epochs), weights };
}

/** What all of the texts begin with. */
function commonStart(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let end = others.length === 0 ? 0 : first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, end))) end--;
  return first.slice(0, end);
}

/**
 * Resident memory at its peak: libraries, this process, weights in fp32 while they are read, then in their place those of
 * the blocks in 16 bits, twice where a processor has tiles, and the activations. Measured on the default base.
 */
function trainingMemory(plan: TrainPlan, weights: number): number {
  const { architecture: a } = plan;
  const libraries = 950e6;
  const activations = microBatchTokens * a.blocks * (20 * a.width + 5 * a.feedForward) * 2;
  return libraries + weights * 4 + Math.max(0, activations - blockWeights(a) * a.blocks);
}
