import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { artifactKeys, LocoError } from "@locollm/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeFloat16 } from "./float16.ts";
import type { GgufValue } from "./gguf-value.ts";
import { readAdapterGguf, type AdapterBase } from "./read-adapter-gguf.ts";
import { readGguf } from "./read-gguf.ts";
import { writeGguf } from "./write-gguf.ts";

const sha = "a".repeat(64);
let folder: string;
let base: AdapterBase;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco-adapter-"));
  const file = path.join(folder, "base.gguf");
  await writeGguf(file, {
    metadata: new Map([["general.architecture", { type: "string", value: "llama" }]]),
    tensors: [
      { name: "token_embd.weight", type: "F16", dims: [32, 8], data: new Uint8Array(512) },
      { name: "blk.0.attn_q.weight", type: "Q4_0", dims: [32, 32], data: new Uint8Array(576) },
      { name: "blk.0.ffn_up.weight", type: "Q4_0", dims: [32, 48], data: new Uint8Array(864) },
    ],
  });
  base = { id: "tiny-base", sha256: sha, gguf: readGguf(file) };
});
afterAll(() => rm(folder, { recursive: true }));

interface Pair {
  readonly target: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
}
const sound: Pair[] = [
  { target: "blk.0.attn_q.weight", a: [32, 4], b: [4, 32] },
  { target: "blk.0.ffn_up.weight", a: [32, 4], b: [4, 48] },
];
const keys: Record<string, GgufValue> = {
  "general.type": { type: "string", value: "adapter" },
  "general.architecture": { type: "string", value: "llama" },
  "adapter.type": { type: "string", value: "lora" },
  "adapter.lora.alpha": { type: "f32", value: 8 },
  [artifactKeys.baseSha256]: { type: "string", value: sha },
  [artifactKeys.baseId]: { type: "string", value: "tiny-base" },
};

async function adapter(
  changes: Record<string, GgufValue | undefined> = {},
  pairs: readonly Pair[] = sound,
  value = 0.05,
) {
  const file = path.join(folder, "adapter.gguf");
  const half = (name: string, dims: readonly number[]) => ({
    name,
    type: "F16",
    dims,
    data: encodeFloat16(new Array<number>(dims.reduce((x, y) => x * y, 1)).fill(value)),
  });
  const entries = Object.entries({ ...keys, ...changes }).filter(
    (entry): entry is [string, GgufValue] => entry[1] !== undefined,
  );
  await writeGguf(file, {
    metadata: new Map(entries),
    tensors: pairs.flatMap(({ target, a, b }) => [
      half(`${target}.lora_a`, a),
      ...(b.length > 0 ? [half(`${target}.lora_b`, b)] : []),
    ]),
  });
  return file;
}

async function refusal(file: string): Promise<string> {
  try {
    readAdapterGguf(file, base);
  } catch (error) {
    if (error instanceof LocoError) return `${error.code}: ${error.message.replace(folder, "").slice(1)}`;
    throw error;
  }
  return "accepted";
}

test("accepts an adapter that fits its base", async () => {
  const read = readAdapterGguf(await adapter(), base);
  expect(read).toMatchObject({ alpha: 8, rank: 4, baseSha256: sha });
  expect(read.pairs.map(({ target, rank }) => [target, rank])).toEqual([
    ["blk.0.attn_q.weight", 4],
    ["blk.0.ffn_up.weight", 4],
  ]);
});

test("says what does not fit", async () => {
  const text = (value: string): GgufValue => ({ type: "string", value });
  const files: (() => Promise<string>)[] = [
    () => Promise.resolve(path.join(folder, "base.gguf")),
    () => adapter({ [artifactKeys.baseSha256]: text("b".repeat(64)), [artifactKeys.baseId]: text("other-base") }),
    () => adapter({ [artifactKeys.baseSha256]: undefined }),
    () => adapter({ "general.architecture": text("gemma3") }),
    () => adapter({ "adapter.lora.alpha": { type: "f32", value: 0 } }),
    () => adapter({ "adapter.lora.alpha": { type: "f32", value: Infinity } }),
    () => adapter({ "adapter.lora.alpha": { type: "u32", value: 8 } }),
    () => adapter({ "adapter.alora.invocation_tokens": { type: "array", of: "u32", length: 1, value: [7] } }),
    () => adapter({}, [{ target: "blk.0.attn_q.weight", a: [32, 4], b: [4, 16] }]),
    () => adapter({}, [{ target: "blk.0.attn_q.weight", a: [32, 4], b: [] }]),
    () => adapter({}, [{ target: "token_embd.weight", a: [32, 4], b: [4, 8] }]),
    () => adapter({}, [{ target: "blk.7.attn_q.weight", a: [32, 4], b: [4, 32] }]),
    () => adapter({}, [{ target: "blk.0.attn_q.weight", a: [32, 65], b: [65, 32] }]),
    () => adapter({}, []),
    () => adapter({}, sound, Number.NaN),
    () => adapter({}, sound, 60_000),
    () => adapter({ "adapter.lora.alpha": { type: "f32", value: 1e6 } }),
  ];
  const lines: string[] = [];
  for (const make of files) lines.push(await refusal(await make()));
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "adapter-not-lora: base.gguf is a GGUF, but not a LoRA adapter (general.type adapter, adapter.type lora).
    adapter-other-base: adapter.gguf was trained on other-base (sha256 bbbbbbbbbbbb), not on tiny-base (sha256 aaaaaaaaaaaa).
    adapter-other-base: adapter.gguf does not name the base that it was trained on (loco.base.sha256).
    adapter-other-base: adapter.gguf is for the architecture gemma3, but tiny-base is llama.
    adapter-bad-alpha: adapter.gguf should have an adapter.lora.alpha above 0, as f32.
    adapter-bad-alpha: adapter.gguf should have an adapter.lora.alpha above 0, as f32.
    adapter-bad-alpha: adapter.gguf should have an adapter.lora.alpha above 0, as f32.
    adapter-bad-metadata: adapter.gguf has adapter.alora.invocation_tokens: it would be active after some words alone, which is never measured.
    adapter-bad-tensor: adapter.gguf does not fit tiny-base: blk.0.attn_q.weight is [32,32] in the base, but the pair is [32,4] and [4,16].
    adapter-bad-tensor: adapter.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a stands without its lora_b.
    adapter-bad-tensor: adapter.gguf does not fit tiny-base: token_embd.weight.lora_a adapts token_embd.weight, which is no linear layer of the base.
    adapter-bad-tensor: adapter.gguf does not fit tiny-base: blk.7.attn_q.weight.lora_a adapts blk.7.attn_q.weight, which is no linear layer of the base.
    adapter-bad-tensor: adapter.gguf does not fit tiny-base: blk.0.attn_q.weight.lora_a has rank 65; at most 64 is allowed.
    adapter-bad-tensor: adapter.gguf does not fit tiny-base: the file holds no pair of lora_a and lora_b.
    adapter-bad-value: adapter.gguf holds NaN or infinity in blk.0.attn_q.weight.lora_a, value 0.
    adapter-absurd-norm: adapter.gguf changes blk.0.attn_q.weight by up to 2.9e+10 a weight on average; at most 1 is allowed, and training gives about 0.01.
    adapter-absurd-norm: adapter.gguf changes blk.0.attn_q.weight by up to 2.5e+3 a weight on average; at most 1 is allowed, and training gives about 0.01."
  `);
});
