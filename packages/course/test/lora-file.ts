import { artifactKeys } from "@locollm/core";
import { readAdapterGguf, readGguf, writeGguf, type AdapterBase, type AdapterGguf } from "@locollm/store";

/** A matrix by its rows. */
export type Rows = readonly (readonly number[])[];

/** One adapted weight: B is `[out][rank]`, A `[rank][in]`. */
export interface Factors {
  readonly b: Rows;
  readonly a: Rows;
}

const sha256 = "a".repeat(64);

/** A base of two linear layers, 8 in and 6 out, and 6 in and 10 out. */
export async function tinyBase(file: string): Promise<AdapterBase> {
  await writeGguf(file, {
    metadata: new Map([["general.architecture", { type: "string", value: "llama" }]]),
    tensors: [
      { name: "blk.0.attn_q.weight", type: "F16", dims: [8, 6], data: new Uint8Array(96) },
      { name: "blk.0.ffn_up.weight", type: "F16", dims: [6, 10], data: new Uint8Array(120) },
    ],
  });
  return { id: "tiny-base", sha256, gguf: readGguf(file) };
}

/** A LoRA for it in single precision, as the strict reader reads it. */
export async function loraFile(
  file: string,
  base: AdapterBase,
  alpha: number,
  weights: Readonly<Record<string, Factors>>,
): Promise<AdapterGguf> {
  await writeGguf(file, {
    metadata: new Map([
      ["general.type", { type: "string", value: "adapter" }],
      ["general.architecture", { type: "string", value: "llama" }],
      ["adapter.type", { type: "string", value: "lora" }],
      ["adapter.lora.alpha", { type: "f32", value: alpha }],
      [artifactKeys.baseSha256, { type: "string", value: base.sha256 }],
    ]),
    tensors: Object.entries(weights).flatMap(([target, { a, b }]) => [
      { name: `${target}.lora_a`, type: "F32", dims: [a[0]!.length, a.length], data: bytesOf(a) },
      { name: `${target}.lora_b`, type: "F32", dims: [b[0]!.length, b.length], data: bytesOf(b) },
    ]),
  });
  return readAdapterGguf(file, base);
}

/** The product of two matrices. */
export function product(a: Rows, b: Rows): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

function bytesOf(rows: Rows): Uint8Array {
  return new Uint8Array(Float32Array.from(rows.flat()).buffer);
}
