import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { recipes, seededRandom, type Recipe } from "@locollm/core";
import { readGguf, readTensorValues } from "@locollm/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { originOn, smallBase, smallLayers } from "../../test/small-base.ts";
import { readArchitecture } from "../architectures.ts";
import { exportAdapter } from "../export-adapter.ts";
import { extractLora } from "./extract-lora.ts";
import { mergeLora } from "./merge-lora.ts";

const rank = 3;
const recipe: Recipe = { ...recipes["default"]!, rank, alpha: 7 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco extract ü-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const random = seededRandom(5);
const values = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() / 2 ** 32 - 0.5);

/** A base of random weights, and the same with a change of the recipe's rank in every matrix of a block. */
async function beforeAndAfter(architecture: string) {
  const old = new Map<string, Float32Array>();
  const changed = new Map<string, Float32Array>();
  for (const { name, inside, outside } of smallLayers) {
    const weight = values(outside * inside);
    const [up, down] = [values(outside * rank), values(rank * inside)];
    old.set(name, weight);
    changed.set(
      name,
      weight.map((value, at) => {
        const [row, column] = [Math.floor(at / inside), at % inside];
        for (let k = 0; k < rank; k++) value += 0.1 * up[row * rank + k]! * down[k * inside + column]!;
        return value;
      }),
    );
  }
  const at = (name: string): string => path.join(folder, `${architecture}-${name}.gguf`);
  const before = await smallBase(at("before"), architecture, (name) => old.get(name));
  const after = await smallBase(at("after"), architecture, (name) => changed.get(name));
  return { before, after, lora: at("lora"), merged: at("merged") };
}

test.each(["llama", "qwen3"])(
  "what is taken from a change of %s weights, exported and merged into the base again, is the change",
  async (architecture) => {
    const { before, after, lora, merged } = await beforeAndAfter(architecture);
    const { tensors, kept } = extractLora(before, after, { recipe, architecture: readArchitecture(before, "small") });
    expect(tensors).toHaveLength(2 * smallLayers.length);
    expect(kept).toBeCloseTo(1, 5);
    await exportAdapter(tensors, lora, originOn(before, recipe));
    await mergeLora(before.file, lora, merged);
    const [wanted, got] = [after, readGguf(merged)];
    for (const [at, tensor] of wanted.tensors.entries()) {
      const [one, other] = [readTensorValues(wanted, tensor), readTensorValues(got, got.tensors[at]!)];
      const furthest = one.reduce((most, value, place) => Math.max(most, Math.abs(value - other[place]!)), 0);
      // An exported LoRA is in F16.
      expect(furthest, tensor.name).toBeLessThan(2e-4);
    }
  },
);
