import { Template } from "@huggingface/jinja";
import { blockWeights } from "./architectures.ts";
import { calibrate, readCalibration } from "./calibration.ts";
import { environmentCost, readyEnvironment, type EnvironmentOptions } from "./python-environment.ts";
import { loraWeights } from "./lora-weights.ts";
import { estimateTokens } from "./token-estimate.ts";
import type { ProbeEvent } from "./train-event.ts";
import { microBatchTokens, type TrainPlan } from "./train-plan.ts";

/** What a run will take here. Bytes and seconds. */
export interface TrainEstimate {
  readonly seconds: number;
  /** The run's tokens, over all epochs. */
  readonly tokens: number;
  readonly memoryBytes: number;
  /** What is written, the Python environment included where it is not there yet. */
  readonly diskBytes: number;
  /** The Python environment; its time is not in `seconds`, for nobody knows the network. */
  readonly downloadBytes: number;
  /** Whether torch's speed was measured or, without a Python environment to measure with, guessed from llama.cpp's. */
  readonly speed: "measured" | "guessed";
}

export interface EstimateOptions extends EnvironmentOptions {
  /** Asked where torch is not here: floating point operations a second of the engine reading prompts on this base. */
  readonly engineFlops: () => Promise<number>;
}

/** Imports, before and after; and each weight dequantised, for training and again for the parity reference. */
const importSeconds = 10;
const secondsPerWeight = 30e-9;
/** Torch's training speed against the engine's: 0.6 in bf16 on the machine it was measured on, less in fp32. */
const engineShare = 0.6;

/**
 * What training this plan will take on this machine, without training. Measures the machine once a day where the
 * Python environment is ready; downloads nothing.
 */
export async function estimateTraining(plan: TrainPlan, options: EstimateOptions): Promise<TrainEstimate> {
  const ready = await readyEnvironment(options);
  const { threads, device } = plan;
  const place = { threads, device, home: options.home };
  const probe =
    ready === undefined
      ? await readCalibration(place)
      : await calibrate({ ...place, python: ready.python, signal: options.signal });
  const work = trainingWork(plan);
  const flops =
    probe === undefined ? engineShare * (await options.engineFlops()) : speedAt(probe, plan.architecture.width);
  // The parity reference is three fp32 passes at about 0.4 of the speed, the gate two of the engine at about a third.
  const parity = work.parityFlops * (3 / 0.4 + 2 * 3);
  const cost = ready === undefined ? environmentCost() : { download: 0, disk: 0 };
  return {
    seconds: importSeconds + work.weights * secondsPerWeight + (work.flops + parity) / flops,
    tokens: work.tokens,
    memoryBytes: trainingMemory(plan, work.weights),
    diskBytes: cost.disk + 8 * 4 * loraWeights(plan.architecture, plan.recipe) + 1_000_000,
    downloadBytes: cost.download,
    speed: probe === undefined ? "guessed" : "measured",
  };
}

/** Floating point operations a second at a width, between or beside the measured ones on a logarithmic scale. */
function speedAt(probe: ProbeEvent, width: number): number {
  const speeds = [...probe.speeds].sort((a, b) => a.width - b.width);
  const [first, last] = [speeds[0]!, speeds.at(-1)!];
  const span = Math.log(last.width / first.width);
  const share = span === 0 ? 0 : Math.min(1, Math.max(0, Math.log(width / first.width) / span));
  return first.flops * (last.flops / first.flops) ** share;
}

/** Operations of the whole run: 2 a weight and token forward, 2 more back through the blocks above the lowest LoRA. */
function trainingWork(plan: TrainPlan): { flops: number; parityFlops: number; tokens: number; weights: number } {
  const { recipe, architecture: a } = plan;
  const template = new Template(plan.base.template);
  const prompts = plan.rows.map(({ messages }) =>
    template.render({ messages: messages.map((turn) => ({ ...turn })), add_generation_prompt: true }),
  );
  const answers = plan.rows.reduce((sum, { target }) => sum + estimateTokens(target) + 1, 0);
  const tokens = prompts.reduce((sum, prompt) => sum + estimateTokens(prompt), 0) + answers;
  // What the rows of a step begin with is computed once.
  const shared = estimateTokens(commonStart(prompts));
  const own = tokens - plan.rows.length * shared;
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
 * Resident memory at its peak: libraries, this process, weights in fp32 while they are read, then those of the blocks in
 * 16 bits and the activations. Measured on the default base.
 */
function trainingMemory(plan: TrainPlan, weights: number): number {
  const { architecture: a } = plan;
  const libraries = 950e6;
  const activations = microBatchTokens * a.blocks * (20 * a.width + 5 * a.feedForward) * 2;
  return libraries + weights * 4 + Math.max(0, activations - 2 * blockWeights(a) * a.blocks);
}
