import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Generator } from "@locollm/core";
import { openBase, stopLlama } from "@locollm/inference";
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

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const workspace = await readWorkspace(root);
const manifest = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;

/** The class's adapters with weights on the default base. */
export const trainedAdapters = workspace.semesters
  .flatMap(({ adapters }) => adapters)
  .filter(({ locks }) => locks.has(manifest.id));

/** What is wrong with a copy of committed weights. */
export type Wrong = "alpha quadrupled" | "rows not permuted";

export interface GateOnCopies extends AsyncDisposable {
  /** What the parity gate says of the committed weights, or of a wrong copy of them. */
  judge(adapter: AdapterFolder, wrong?: Wrong): Promise<ParityResult>;
}

export async function gateOnCopies(): Promise<GateOnCopies> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "loco-parity-"));
  const file = await fetchBase(manifest);
  const base = await openBase({ manifest, file });
  // What the base says is the same for the committed weights and for the wrong copies of them.
  const said = new Map<string, ReturnType<Generator["score"]>>();
  const scoredOnce = (id: string, alone: Generator): Generator => {
    const score: Generator["score"] = (...asked) => {
      const known = said.get(id) ?? alone.score(...asked);
      said.set(id, known);
      return known;
    };
    return new Proxy(alone, { get: (target, name) => (name === "score" ? score : Reflect.get(target, name)) });
  };
  return {
    async judge(adapter, wrong) {
      const weights = (await loadWeights(adapter, manifest.id)).path;
      const judged = wrong === undefined ? weights : path.join(folder, `${adapter.id.replace("/", "-")}-${wrong}.gguf`);
      if (wrong !== undefined) await wrongCopy(weights, judged, wrong, file.path);
      const copy = { id: adapter.id, path: judged, sha256: await hashFile(judged) };
      await using alone = base.generator({ width: 1 });
      await using adapted = base.generator({ adapter: copy, width: 1 });
      return await checkParity(adapter.locks.get(manifest.id)!.parity, scoredOnce(adapter.id, alone), adapted);
    },
    async [Symbol.asyncDispose]() {
      await base[Symbol.asyncDispose]();
      await stopLlama();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function wrongCopy(weights: string, target: string, wrong: Wrong, baseFile: string): Promise<void> {
  const gguf = readGguf(weights);
  const { heads, keyValueHeads } = readArchitecture(readGguf(baseFile), manifest.id);
  const metadata = new Map<string, GgufValue>(gguf.metadata);
  const alpha = Number(metadata.get("adapter.lora.alpha")?.value);
  if (wrong === "alpha quadrupled") metadata.set("adapter.lora.alpha", { type: "f32", value: 4 * alpha });
  // Query and key rows in the order that the export forgot to change.
  const data = (tensor: GgufTensor): Uint8Array => {
    const [, side] = /attn_(q|k)\.weight\.lora_b$/.exec(tensor.name) ?? [];
    if (wrong !== "rows not permuted" || side === undefined) return readTensor(gguf, tensor);
    const values = Float32Array.from(readTensorValues(gguf, tensor));
    return encodeFloat16(unpermuteHeads(values, side === "q" ? heads : keyValueHeads, tensor.dims[0]!));
  };
  const tensors = gguf.tensors.map((tensor) => ({
    name: tensor.name,
    type: tensor.type.name,
    dims: tensor.dims,
    data: data(tensor),
  }));
  await writeGguf(target, { metadata, tensors });
}
