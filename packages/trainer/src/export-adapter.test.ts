import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { artifactKeys, loraTargets, recipes, type Recipe } from "@locollm/core";
import { hashFile, metadataText, readAdapterGguf, readGguf, readTensorValues, type Gguf } from "@locollm/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { originOn, small, smallBase, smallBaseId, smallSides } from "../test/small-base.ts";
import { exportAdapter, type AdapterOrigin } from "./export-adapter.ts";
import { unpermuteHeads } from "./permute-heads.ts";
import { readSafetensors } from "./read-safetensors.ts";

const rank = 4;
const recipe: Recipe = { ...recipes["default"]!, rank };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco export ü-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const baseOf = (architecture: string): Promise<Gguf> =>
  smallBase(path.join(folder, `${architecture}.gguf`), architecture);

const peftName = (block: number, target: (typeof loraTargets)[number]): string =>
  `base_model.model.model.layers.${block}.${smallSides[target].peft}`;

/** A safetensors file with PEFT's names; values that f16 holds exactly. */
async function trained(
  extra: Record<string, number[]> = {},
): Promise<{ file: string; values: Map<string, Float32Array> }> {
  const values = new Map<string, Float32Array>();
  const shapes: Record<string, number[]> = { ...extra };
  for (const block of [0, 1]) {
    for (const target of loraTargets) {
      const { inside, outside } = smallSides[target];
      const name = peftName(block, target);
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
const origin = (gguf: Gguf): AdapterOrigin => originOn(gguf, recipe);

describe("the exported LoRA", () => {
  test.each([
    ["llama", true],
    ["gemma3", false],
  ] as const)(
    "of a %s base passes the strict reader and holds PEFT's values (rows permuted: %s)",
    async (architecture, permuted) => {
      const base = await baseOf(architecture);
      const { file, values } = await trained();
      const target = path.join(folder, `${architecture}-adapter.gguf`);
      await exportAdapter(await tensorsOf(file), target, origin(base));
      const adapter = readAdapterGguf(target, { ...smallBaseId, gguf: base });
      expect(adapter.pairs).toHaveLength(14);
      expect(adapter.alpha).toBe(8);
      for (const block of [0, 1]) {
        for (const name of loraTargets) {
          const { gguf } = smallSides[name];
          const pair = adapter.pairs.find((one) => one.target === `blk.${block}.${gguf}.weight`)!;
          const own = (side: string) => values.get(`${peftName(block, name)}.lora_${side}.weight`)!;
          expect([...readTensorValues(adapter.gguf, pair.a)]).toEqual([...own("A")]);
          const heads = { q: 4, k: 2 }[name as string];
          const b = Float32Array.from(readTensorValues(adapter.gguf, pair.b));
          expect([...(permuted && heads !== undefined ? unpermuteHeads(b, heads, rank) : b)]).toEqual([...own("B")]);
        }
      }
    },
  );

  test("has the same bytes each time, and says what it was made from", async () => {
    const base = await baseOf("llama");
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
    const { file } = await trained({ "base_model.model.lm_head.lora_A.weight": [rank, small.width] });
    await expect(
      exportAdapter(await tensorsOf(file), path.join(folder, "no.gguf"), origin(await baseOf("llama"))),
    ).rejects.toMatchObject({
      code: "not-exportable",
      message: "The trained tensor base_model.model.lm_head.lora_A.weight has no place in a LoRA GGUF.",
    });
  });

  test("refuses an architecture whose layout is unknown", async () => {
    const { file } = await trained();
    await expect(
      exportAdapter(await tensorsOf(file), path.join(folder, "no.gguf"), origin(await baseOf("mamba"))),
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
