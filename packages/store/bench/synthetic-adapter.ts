import { artifactKeys } from "@locollm/core";
import type { GgufTensorData } from "../src/gguf/encode-header.ts";
import type { GgufMetadata } from "../src/gguf/gguf-value.ts";
import type { AdapterBase } from "../src/gguf/read-adapter-gguf.ts";
import { readGguf } from "../src/gguf/read-gguf.ts";
import { writeGguf } from "../src/gguf/write-gguf.ts";

const [blocks, width, inner, rank] = [28, 2048, 6144, 64];
const layers: readonly (readonly [name: string, input: number, output: number])[] = [
  ["attn_q", width, width],
  ["attn_k", width, 512],
  ["attn_v", width, 512],
  ["attn_output", width, width],
  ["ffn_gate", width, inner],
  ["ffn_up", width, inner],
  ["ffn_down", inner, width],
];
const sha256 = "a".repeat(64);

/** Writes an adapter of the largest rank for all layers of a base of about 1.5 billion parameters, of numbers like trained ones. */
export async function syntheticAdapter(file: string, type: "F16" | "F32"): Promise<void> {
  const metadata: GgufMetadata = new Map([
    ["general.type", { type: "string", value: "adapter" }],
    ["general.architecture", { type: "string", value: "llama" }],
    ["adapter.type", { type: "string", value: "lora" }],
    ["adapter.lora.alpha", { type: "f32", value: 64 }],
    [artifactKeys.baseSha256, { type: "string", value: sha256 }],
  ]);
  const side = (name: string, dims: readonly [number, number]): GgufTensorData => ({
    name,
    type,
    dims,
    data: () => numbers(dims[0] * dims[1], type),
  });
  const tensors = Array.from({ length: blocks }, (_, block) =>
    layers.flatMap(([name, input, output]) => [
      side(`blk.${block}.${name}.weight.lora_a`, [input, rank]),
      side(`blk.${block}.${name}.weight.lora_b`, [rank, output]),
    ]),
  ).flat();
  await writeGguf(file, { metadata, tensors });
}

/** The base that an adapter's pairs fit, of no data: only its header is looked at. */
export async function baseFor(adapter: string, file: string): Promise<AdapterBase> {
  const { metadata, tensors } = readGguf(adapter);
  await writeGguf(file, {
    metadata: new Map([["general.architecture", metadata.get("general.architecture")!]]),
    tensors: [],
  });
  const outputs = new Map(tensors.map(({ name, dims }) => [name, dims[1]!]));
  const type = tensors[0]!.type;
  const shapes = tensors
    .filter(({ name }) => name.endsWith(".lora_a"))
    .map(({ name, dims }) => ({
      name: name.replace(/\.lora_a$/, ""),
      dims: [dims[0]!, outputs.get(name.replace(/a$/, "b"))!],
      type,
      offset: 0,
      bytes: 0,
    }));
  const named = metadata.get(artifactKeys.baseSha256)!;
  return {
    id: "base",
    sha256: String("value" in named ? named.value : ""),
    gguf: { ...readGguf(file), tensors: shapes },
  };
}

function numbers(count: number, type: "F16" | "F32"): Uint8Array {
  const bits = type === "F16" ? new Uint16Array(count) : new Uint32Array(count);
  // Small numbers of either sign; which ones does not matter for the time.
  const [sign, small, spread] = type === "F16" ? [0x8000, 0x1000, 0x1000] : [0x80000000, 0x3a000000, 0x01000000];
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bits[i] = (small + (state % spread)) | (state & 1 ? sign : 0);
  }
  return new Uint8Array(bits.buffer);
}
