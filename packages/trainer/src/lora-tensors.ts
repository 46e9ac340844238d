import { LocoError } from "@locollm/core";
import { encodeFloat16, type GgufTensorData } from "@locollm/store";
import type { Architecture } from "./architectures.ts";
import { layerNames } from "./layer-names.ts";
import { permuteHeads } from "./permute-heads.ts";
import { floatValues, type SafeTensor } from "./read-safetensors.ts";

const peftName =
  /^base_model\.model\.model\.layers\.(\d+)\.(?:self_attn|mlp)\.(q|k|v|o|gate|up|down)_proj\.lora_([AB])\.weight$/;

/**
 * PEFT's LoRA matrices as llama.cpp's: `blk.N.attn_q.weight.lora_a` of dimensions [in, rank] and `.lora_b` of
 * [rank, out], in F16, in the order of blocks and names.
 *
 * @throws LocoError `not-exportable` for a tensor that a LoRA GGUF has no place for, or of another type than F32
 */
export function loraTensors(tensors: readonly SafeTensor[], architecture: Architecture): GgufTensorData[] {
  return tensors
    .map((tensor) => loraTensor(tensor, architecture))
    .sort((a, b) => a.block - b.block || (a.data.name < b.data.name ? -1 : 1))
    .map(({ data }) => data);
}

function loraTensor(tensor: SafeTensor, architecture: Architecture): { block: number; data: GgufTensorData } {
  const match = peftName.exec(tensor.name);
  const [, block = "", target = "", side = ""] = match ?? [];
  const name = target in layerNames ? layerNames[target as keyof typeof layerNames].gguf : undefined;
  if (name === undefined) {
    throw new LocoError({
      code: "not-exportable",
      message: `The trained tensor ${tensor.name} has no place in a LoRA GGUF.`,
      fix: "Train with the targets q, k, v, o, gate, up, down only.",
      fields: { tensor: tensor.name },
    });
  }
  const [rows = 0, columns = 0] = tensor.shape;
  const heads = { q: architecture.heads, k: architecture.keyValueHeads }[target];
  const values =
    side === "B" && heads !== undefined && architecture.permuted
      ? permuteHeads(floatValues(tensor), heads, columns)
      : floatValues(tensor);
  return {
    block: Number(block),
    data: {
      name: `blk.${block}.${name}.weight.lora_${side.toLowerCase()}`,
      type: "F16",
      dims: [columns, rows],
      data: encodeFloat16(values),
    },
  };
}
