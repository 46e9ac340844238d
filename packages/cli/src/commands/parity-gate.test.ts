import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Generator } from "@locollm/core";
import { openBase, stopLlama, type OpenBase } from "@locollm/inference";
import {
  encodeFloat16,
  fetchBase,
  hashFile,
  loadWeights,
  readGguf,
  readTensor,
  readTensorValues,
  readWorkspace,
  writeGguf,
  type AdapterFolder,
  type GgufTensor,
  type GgufValue,
} from "@locollm/store";
import { checkParity, readArchitecture, unpermuteHeads, type ParityResult } from "@locollm/trainer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const workspace = await readWorkspace(root);
const manifest = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
const trained = workspace.semesters
  .flatMap(({ adapters }) => adapters)
  .filter(({ locks }) => locks.has(manifest.id))
  .map((adapter): [string, AdapterFolder] => [adapter.id, adapter]);

let folder: string;
let base: OpenBase;
let baseFile: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco-parity-"));
  const file = await fetchBase(manifest);
  baseFile = file.path;
  base = await openBase({ manifest, file });
}, 300_000);
afterAll(async () => {
  await base[Symbol.asyncDispose]();
  await stopLlama();
  await rm(folder, { recursive: true, force: true });
});

async function judge(adapter: AdapterFolder, file: string): Promise<ParityResult> {
  const copy = { id: adapter.id, path: file, sha256: await hashFile(file) };
  await using alone = base.generator({ width: 1 });
  await using adapted = base.generator({ adapter: copy, width: 1 });
  return await checkParity(adapter.locks.get(manifest.id)!.parity, scoredOnce(adapter.id, alone), adapted);
}

// What the base says is the same for the committed weights and for the two wrong copies of them.
const said = new Map<string, ReturnType<Generator["score"]>>();
function scoredOnce(id: string, alone: Generator): Generator {
  const score: Generator["score"] = (...asked) => {
    const known = said.get(id) ?? alone.score(...asked);
    said.set(id, known);
    return known;
  };
  return new Proxy(alone, { get: (target, name) => (name === "score" ? score : Reflect.get(target, name)) });
}

/** The weights with another alpha, or with query and key rows in the order that the export forgot to change. */
async function wrongCopy(file: string, name: string, wrong: { alpha?: number; unpermuted?: true }): Promise<string> {
  const gguf = readGguf(file);
  const { heads, keyValueHeads } = readArchitecture(readGguf(baseFile), manifest.id);
  const metadata = new Map<string, GgufValue>(gguf.metadata);
  if (wrong.alpha !== undefined) metadata.set("adapter.lora.alpha", { type: "f32", value: wrong.alpha });
  const data = (tensor: GgufTensor): Uint8Array => {
    const [, side] = /attn_(q|k)\.weight\.lora_b$/.exec(tensor.name) ?? [];
    if (wrong.unpermuted !== true || side === undefined) return readTensor(gguf, tensor);
    const values = Float32Array.from(readTensorValues(gguf, tensor));
    return encodeFloat16(unpermuteHeads(values, side === "q" ? heads : keyValueHeads, tensor.dims[0]!));
  };
  const target = path.join(folder, `${name}.gguf`);
  const tensors = gguf.tensors.map((tensor) => ({
    name: tensor.name,
    type: tensor.type.name,
    dims: tensor.dims,
    data: data(tensor),
  }));
  await writeGguf(target, { metadata, tensors });
  return target;
}

describe.each(trained)("the parity gate on %s", { timeout: 300_000 }, (_, adapter) => {
  test("passes the committed weights", async () => {
    const weights = await loadWeights(adapter, manifest.id);
    expect(await judge(adapter, weights.path)).toMatchObject({ passed: true });
  });

  test("fails a copy whose alpha is quadrupled", async () => {
    const weights = await loadWeights(adapter, manifest.id);
    const copy = await wrongCopy(weights.path, `${adapter.slug}-alpha`, { alpha: 4 * weights.lock.recipe.alpha });
    expect(await judge(adapter, copy)).toMatchObject({ passed: false });
  });

  test("fails a copy whose query and key rows are not permuted", async () => {
    const weights = await loadWeights(adapter, manifest.id);
    const copy = await wrongCopy(weights.path, `${adapter.slug}-order`, { unpermuted: true });
    const { passed, misorder, allowedMisorder } = await judge(adapter, copy);
    expect(misorder).toBeGreaterThan(0.5);
    // Labels of two tokens: the effect is as small as the noise, so that it may not be told from it.
    const isTold = allowedMisorder === 0.5;
    expect(passed && isTold).toBe(false);
    expect(isTold || adapter.manifest.score.scorer === "choice").toBe(true);
  });
});
