import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { adapterManifestSchema, artifactKeys, loraTargets, recipes, type Recipe } from "@locollm/core";
import {
  hashFile,
  metadataText,
  readAdapterGguf,
  readGguf,
  readTensorValues,
  writeGguf,
  type Gguf,
  type GgufValue,
} from "@locollm/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAdapter, type AdapterOrigin } from "./export-adapter.ts";
import { unpermuteHeads } from "./permute-heads.ts";
import { readSafetensors } from "./read-safetensors.ts";

const width = 16;
const feedForward = 24;
const keyValue = 8;
const rank = 4;
const sides: Record<string, { gguf: string; inside: number; outside: number; part: string }> = {
  q: { gguf: "attn_q", inside: width, outside: width, part: "self_attn" },
  k: { gguf: "attn_k", inside: width, outside: keyValue, part: "self_attn" },
  v: { gguf: "attn_v", inside: width, outside: keyValue, part: "self_attn" },
  o: { gguf: "attn_output", inside: width, outside: width, part: "self_attn" },
  gate: { gguf: "ffn_gate", inside: width, outside: feedForward, part: "mlp" },
  up: { gguf: "ffn_up", inside: width, outside: feedForward, part: "mlp" },
  down: { gguf: "ffn_down", inside: feedForward, outside: width, part: "mlp" },
};
const recipe: Recipe = { ...recipes["default"]!, rank };
const manifest = adapterManifestSchema.parse({
  schema: 1,
  title: "Demo",
  summary: "A demo.",
  version: "1.0.0",
  authors: [{ handle: "someone" }],
  licence: "CC-BY-4.0",
  data: { provenance: "made up" },
  score: { scorer: "exact" },
  limits: "none",
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco export ü-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function smallBase(architecture: string): Promise<Gguf> {
  const file = path.join(folder, `${architecture}.gguf`);
  const u32 = (value: number): GgufValue => ({ type: "u32", value });
  const metadata = new Map<string, GgufValue>([
    ["general.architecture", { type: "string", value: architecture }],
    [`${architecture}.block_count`, u32(2)],
    [`${architecture}.embedding_length`, u32(width)],
    [`${architecture}.feed_forward_length`, u32(feedForward)],
    [`${architecture}.attention.head_count`, u32(4)],
    [`${architecture}.attention.head_count_kv`, u32(2)],
  ]);
  const tensor = (name: string, dims: number[]) => ({
    name,
    type: "F32",
    dims,
    data: new Uint8Array(4 * dims[0]! * dims[1]!),
  });
  const blocks = [0, 1].flatMap((block) =>
    Object.values(sides).map(({ gguf, inside, outside }) => tensor(`blk.${block}.${gguf}.weight`, [inside, outside])),
  );
  await writeGguf(file, { metadata, tensors: [tensor("token_embd.weight", [width, 32]), ...blocks] });
  return readGguf(file);
}

/** A safetensors file with PEFT's names; values that f16 holds exactly. */
async function trained(
  extra: Record<string, number[]> = {},
): Promise<{ file: string; values: Map<string, Float32Array> }> {
  const values = new Map<string, Float32Array>();
  const shapes: Record<string, number[]> = { ...extra };
  for (const block of [0, 1]) {
    for (const target of loraTargets) {
      const { inside, outside, part } = sides[target]!;
      const name = `base_model.model.model.layers.${block}.${part}.${target}_proj`;
      shapes[`${name}.lora_A.weight`] = [rank, inside];
      shapes[`${name}.lora_B.weight`] = [outside, rank];
    }
  }
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const parts: Uint8Array[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = Float32Array.from(
      { length: shape[0]! * shape[1]! },
      (_, at) => ((at * 7 + offset) % 512) / 1024 - 0.25,
    );
    values.set(name, tensor);
    header[name] = { dtype: "F32", shape, data_offsets: [offset, offset + tensor.byteLength] };
    offset += tensor.byteLength;
    parts.push(new Uint8Array(tensor.buffer));
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = path.join(folder, "adapter_model.safetensors");
  await writeFile(file, Buffer.concat([length, text, ...parts]));
  return { file, values };
}

const tensorsOf = async (file: string) => (await readSafetensors(file)).tensors;
const origin = (gguf: Gguf): AdapterOrigin => ({
  adapterId: "2026-s2/demo",
  base: { id: "small", sha256: "a".repeat(64), gguf },
  templateSha256: "b".repeat(64),
  manifest,
  recipe,
  trainSha256: "c".repeat(64),
  revision: 1,
});

describe("the exported LoRA", () => {
  test.each([
    ["llama", true],
    ["gemma3", false],
  ] as const)(
    "of a %s base passes the strict reader and holds PEFT's values (rows permuted: %s)",
    async (architecture, permuted) => {
      const base = await smallBase(architecture);
      const { file, values } = await trained();
      const target = path.join(folder, `${architecture}-adapter.gguf`);
      await exportAdapter(await tensorsOf(file), target, origin(base));
      const adapter = readAdapterGguf(target, { id: "small", sha256: "a".repeat(64), gguf: base });
      expect(adapter.pairs).toHaveLength(14);
      expect(adapter.alpha).toBe(8);
      for (const block of [0, 1]) {
        for (const name of loraTargets) {
          const { gguf, part } = sides[name]!;
          const pair = adapter.pairs.find((one) => one.target === `blk.${block}.${gguf}.weight`)!;
          const own = (side: string) =>
            values.get(`base_model.model.model.layers.${block}.${part}.${name}_proj.lora_${side}.weight`)!;
          expect([...readTensorValues(adapter.gguf, pair.a)]).toEqual([...own("A")]);
          const heads = { q: 4, k: 2 }[name as string];
          const b = Float32Array.from(readTensorValues(adapter.gguf, pair.b));
          expect([...(permuted && heads !== undefined ? unpermuteHeads(b, heads, rank) : b)]).toEqual([...own("B")]);
        }
      }
    },
  );

  test("has the same bytes each time, and says what it was made from", async () => {
    const base = await smallBase("llama");
    const { file } = await trained();
    const [first, second] = [path.join(folder, "first.gguf"), path.join(folder, "second.gguf")];
    await exportAdapter(await tensorsOf(file), first, origin(base));
    await exportAdapter(await tensorsOf(file), second, origin(base));
    expect(await hashFile(second)).toBe(await hashFile(first));
    const { metadata } = readGguf(first);
    expect(metadataText(metadata, artifactKeys.baseSha256)).toBe("a".repeat(64));
    expect(metadataText(metadata, artifactKeys.recipe)).toMatchInlineSnapshot(
      `"{"alpha":8,"batchSize":16,"contextLength":512,"dropout":0,"epochs":1,"learningRate":0.001,"maxGradientNorm":1,"method":"lora","precision":"auto","rank":4,"schedule":"linear","seed":1,"targets":["q","k","v","o","gate","up","down"],"topLayers":null,"warmup":0.03,"weightDecay":0}"`,
    );
  });

  test("refuses a tensor that a LoRA GGUF has no place for, by name", async () => {
    const { file } = await trained({ "base_model.model.lm_head.lora_A.weight": [rank, width] });
    await expect(
      exportAdapter(await tensorsOf(file), path.join(folder, "no.gguf"), origin(await smallBase("llama"))),
    ).rejects.toMatchObject({
      code: "not-exportable",
      message: "The trained tensor base_model.model.lm_head.lora_A.weight has no place in a LoRA GGUF.",
    });
  });

  test("refuses an architecture whose layout is unknown", async () => {
    const { file } = await trained();
    await expect(
      exportAdapter(await tensorsOf(file), path.join(folder, "no.gguf"), origin(await smallBase("mamba"))),
    ).rejects.toMatchObject({
      code: "architecture-unknown",
    });
  });

  test("refuses a safetensors file that is cut short", async () => {
    const { file } = await trained();
    const cut = path.join(folder, "cut.safetensors");
    await writeFile(cut, (await readFile(file)).subarray(0, -8));
    await expect(tensorsOf(cut)).rejects.toMatchObject({ code: "safetensors-broken" });
  });
});
