import type { loraTargets, Recipe } from "@locollm/core";
import { readGguf, writeGguf, type Gguf, type GgufValue } from "@locollm/store";
import type { AdapterOrigin } from "../src/export-adapter.ts";
import { demoManifest } from "./demo-manifest.ts";

/** Sizes in values. */
export const small = { blocks: 2, width: 16, feedForward: 24, keyValue: 8, heads: 4, keyValueHeads: 2 } as const;

/** A block's layers: values in and out, and their names as the formats have them, not as the program believes. */
export const smallSides: Readonly<Record<(typeof loraTargets)[number], Side>> = {
  q: { gguf: "attn_q", peft: "self_attn.q_proj", inside: small.width, outside: small.width },
  k: { gguf: "attn_k", peft: "self_attn.k_proj", inside: small.width, outside: small.keyValue },
  v: { gguf: "attn_v", peft: "self_attn.v_proj", inside: small.width, outside: small.keyValue },
  o: { gguf: "attn_output", peft: "self_attn.o_proj", inside: small.width, outside: small.width },
  gate: { gguf: "ffn_gate", peft: "mlp.gate_proj", inside: small.width, outside: small.feedForward },
  up: { gguf: "ffn_up", peft: "mlp.up_proj", inside: small.width, outside: small.feedForward },
  down: { gguf: "ffn_down", peft: "mlp.down_proj", inside: small.feedForward, outside: small.width },
};

interface Side {
  readonly gguf: string;
  readonly peft: string;
  readonly inside: number;
  readonly outside: number;
}

/** The matrices of all blocks, by their names in a GGUF. */
export const smallLayers = Array.from({ length: small.blocks }, (_, block) =>
  Object.values(smallSides).map(({ gguf, inside, outside }) => ({
    name: `blk.${block}.${gguf}.weight`,
    inside,
    outside,
  })),
).flat();

/** Writes and reads a base in F32 of these dimensions; what `weightOf` does not know is zero. */
export async function smallBase(
  file: string,
  architecture: string,
  weightOf: (name: string) => Float32Array | undefined = () => undefined,
): Promise<Gguf> {
  const u32 = (value: number): GgufValue => ({ type: "u32", value });
  const metadata = new Map<string, GgufValue>([
    ["general.architecture", { type: "string", value: architecture }],
    [`${architecture}.block_count`, u32(small.blocks)],
    [`${architecture}.embedding_length`, u32(small.width)],
    [`${architecture}.feed_forward_length`, u32(small.feedForward)],
    [`${architecture}.attention.head_count`, u32(small.heads)],
    [`${architecture}.attention.head_count_kv`, u32(small.keyValueHeads)],
  ]);
  const tensors = [{ name: "token_embd.weight", inside: small.width, outside: 32 }, ...smallLayers].map(
    ({ name, inside, outside }) => ({
      name,
      type: "F32",
      dims: [inside, outside],
      data: new Uint8Array((weightOf(name) ?? new Float32Array(inside * outside)).buffer),
    }),
  );
  await writeGguf(file, { metadata, tensors });
  return readGguf(file);
}

export const smallBaseId = { id: "small", sha256: "a".repeat(64) } as const;

export function originOn(gguf: Gguf, recipe: Recipe): AdapterOrigin {
  return {
    adapterId: "2026-s2/demo",
    base: { ...smallBaseId, gguf },
    templateSha256: "b".repeat(64),
    manifest: demoManifest(),
    recipe,
    trainSha256: "c".repeat(64),
    revision: 1,
  };
}
