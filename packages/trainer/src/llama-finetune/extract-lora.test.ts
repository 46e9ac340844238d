import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { adapterManifestSchema, loraTargets, recipes, seededRandom, type Recipe } from "@locollm/core";
import { readGguf, readTensorValues, writeGguf, type GgufValue } from "@locollm/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readArchitecture } from "../architectures.ts";
import { exportAdapter } from "../export-adapter.ts";
import { extractLora } from "./extract-lora.ts";
import { mergeLora } from "./merge-lora.ts";

const [width, feedForward, keyValue, blocks, rank] = [24, 32, 12, 2, 3];
const shapes: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  attn_q: [width, width],
  attn_k: [width, keyValue],
  attn_v: [width, keyValue],
  attn_output: [width, width],
  ffn_gate: [width, feedForward],
  ffn_up: [width, feedForward],
  ffn_down: [feedForward, width],
};
const recipe: Recipe = { ...recipes["default"]!, rank, alpha: 7 };
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
  folder = await mkdtemp(path.join(os.tmpdir(), "loco extract ü-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const random = seededRandom(5);
const values = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() / 2 ** 32 - 0.5);

/** A base of random weights, and the same with a change of the recipe's rank in every matrix of a block. */
async function beforeAndAfter(architecture: string) {
  const u32 = (value: number): GgufValue => ({ type: "u32", value });
  const metadata = new Map<string, GgufValue>([
    ["general.architecture", { type: "string", value: architecture }],
    [`${architecture}.block_count`, u32(blocks)],
    [`${architecture}.embedding_length`, u32(width)],
    [`${architecture}.feed_forward_length`, u32(feedForward)],
    [`${architecture}.attention.head_count`, u32(4)],
    [`${architecture}.attention.head_count_kv`, u32(2)],
  ]);
  const tensor = (name: string, dims: readonly number[], of: Float32Array) => ({
    name,
    type: "F32",
    dims: [...dims],
    data: new Uint8Array(of.buffer),
  });
  const embedding = tensor("token_embd.weight", [width, 32], values(32 * width));
  const old = [embedding];
  const changed = [embedding];
  for (let block = 0; block < blocks; block++)
    for (const [layer, [columns, rows]] of Object.entries(shapes)) {
      const weight = values(rows * columns);
      const [up, down] = [values(rows * rank), values(rank * columns)];
      const trained = weight.map((value, at) => {
        const [row, column] = [Math.floor(at / columns), at % columns];
        for (let k = 0; k < rank; k++) value += 0.1 * up[row * rank + k]! * down[k * columns + column]!;
        return value;
      });
      old.push(tensor(`blk.${block}.${layer}.weight`, [columns, rows], weight));
      changed.push(tensor(`blk.${block}.${layer}.weight`, [columns, rows], trained));
    }
  const at = (name: string): string => path.join(folder, `${architecture}-${name}.gguf`);
  await writeGguf(at("before"), { metadata, tensors: old });
  await writeGguf(at("after"), { metadata, tensors: changed });
  return { before: at("before"), after: at("after"), lora: at("lora"), merged: at("merged") };
}

test.each(["llama", "qwen3"])(
  "what is taken from a change of %s weights, exported and merged into the base again, is the change",
  async (architecture) => {
    const files = await beforeAndAfter(architecture);
    const base = readGguf(files.before);
    const shape = readArchitecture(base, "small");
    const { tensors, kept } = extractLora(base, readGguf(files.after), { recipe, architecture: shape });
    expect(tensors).toHaveLength(2 * blocks * loraTargets.length);
    expect(kept).toBeCloseTo(1, 5);
    await exportAdapter(tensors, files.lora, {
      adapterId: "2026-s2/demo",
      base: { id: "small", sha256: "a".repeat(64), gguf: base },
      templateSha256: "b".repeat(64),
      manifest,
      recipe,
      trainSha256: "c".repeat(64),
      revision: 1,
    });
    await mergeLora(files.before, files.lora, files.merged);
    const [wanted, got] = [readGguf(files.after), readGguf(files.merged)];
    for (const [at, tensor] of wanted.tensors.entries()) {
      const [one, other] = [readTensorValues(wanted, tensor), readTensorValues(got, got.tensors[at]!)];
      const furthest = one.reduce((most, value, place) => Math.max(most, Math.abs(value - other[place]!)), 0);
      // An exported LoRA is in F16.
      expect(furthest, tensor.name).toBeLessThan(2e-4);
    }
  },
);
