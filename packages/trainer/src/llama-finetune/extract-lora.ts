import { readTensorValues, type Gguf } from "@locollm/store";
import { layerNames } from "../layer-names.ts";
import { unpermuteHeads } from "../permute-heads.ts";
import type { SafeTensor } from "../read-safetensors.ts";
import type { TrainPlan } from "../train-plan.ts";
import { lowRank } from "./low-rank.ts";

export interface ExtractedLora {
  /** As PEFT would name and scale them. */
  readonly tensors: readonly SafeTensor[];
  /** Share of the change's sum of squares that the rank holds, over all layers; 0 to 1. */
  readonly kept: number;
}

/**
 * The LoRA of the recipe's rank and layers that is nearest to what a training of whole weights changed.
 *
 * @param before the base, in F32
 * @param after the same tensors, trained
 */
export function extractLora(
  before: Gguf,
  after: Gguf,
  { recipe, architecture }: Pick<TrainPlan, "recipe" | "architecture">,
): ExtractedLora {
  const { blocks, heads, keyValueHeads, permuted } = architecture;
  const first = blocks - Math.min(blocks, recipe.topLayers ?? blocks);
  const tensors: SafeTensor[] = [];
  const sums = { held: 0, all: 0 };
  for (let block = first; block < blocks; block++)
    for (const target of recipe.targets) {
      const { gguf, peft } = layerNames[target];
      const [old, changed] = [before, after].map((file) => weightOf(file, `blk.${block}.${gguf}.weight`));
      const [columns, rows] = old!.dims as readonly [number, number];
      const change = changed!.values.map((value, at) => value - old!.values[at]!);
      const headsHere = { q: heads, k: keyValueHeads }[target as string];
      const matrix = permuted && headsHere !== undefined ? unpermuteHeads(change, headsHere, columns) : change;
      const { a, b, kept } = lowRank(matrix, [rows, columns], recipe.rank, recipe.seed);
      const all = matrix.reduce((sum, value) => sum + value * value, 0);
      sums.all += all;
      sums.held += kept * all;
      const name = `base_model.model.model.layers.${block}.${peft}`;
      // A LoRA is applied alpha / rank times.
      const scaled = b.map((value) => (value * recipe.rank) / recipe.alpha);
      tensors.push(
        { name: `${name}.lora_A.weight`, dtype: "F32", shape: [recipe.rank, columns], data: bytesOf(a) },
        { name: `${name}.lora_B.weight`, dtype: "F32", shape: [rows, recipe.rank], data: bytesOf(scaled) },
      );
    }
  return { tensors, kept: sums.all === 0 ? 1 : sums.held / sums.all };
}

function weightOf(gguf: Gguf, name: string): { values: Float32Array; dims: readonly number[] } {
  const tensor = gguf.tensors.find((one) => one.name === name);
  if (tensor === undefined) throw new RangeError(`${gguf.file} has no ${name}`);
  return { values: readTensorValues(gguf, tensor), dims: tensor.dims };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
