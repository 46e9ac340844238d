import { globSync } from "node:fs";
import path from "node:path";
import {
  metadataText,
  readGguf,
  readTensor,
  writeGguf,
  type AdapterBase,
  type GgufContent,
  type GgufTensorData,
} from "@locollm/store";
import { artifactKeys } from "@locollm/core";

const repository = path.join(import.meta.dirname, "../../../..");

/**
 * The committed weights of every sample adapter on the class's first base, against which mutants are read; of two layers each, so that a
 * mutant is written in no time.
 */
export function sampleAdapters(): GgufContent[] {
  return globSync("semesters/*/adapters/*/weights/smollm2-135m-instruct-q4-1.gguf", { cwd: repository })
    .sort()
    .map((file) => {
      const gguf = readGguf(path.join(repository, file));
      const tensors = gguf.tensors
        .filter(({ name }) => /^blk\.(0|29)\./.test(name))
        .map((tensor) => ({
          name: tensor.name,
          type: tensor.type.name,
          dims: tensor.dims,
          data: readTensor(gguf, tensor),
        }));
      return { metadata: gguf.metadata, tensors };
    });
}

/** A base with the layers that those adapters adapt and no others, so that no real base is needed. */
export async function baseOf(adapters: readonly GgufContent[], file: string): Promise<AdapterBase> {
  const { metadata, tensors } = adapters[0]!;
  const dims = new Map(tensors.map((tensor) => [tensor.name, tensor.dims]));
  const layers = [...dims.keys()].filter((name) => name.endsWith(".lora_a"));
  await writeGguf(file, {
    metadata: new Map([["general.architecture", metadata.get("general.architecture")!]]),
    tensors: layers.map((name): GgufTensorData => {
      const [input, output] = [dims.get(name)![0]!, dims.get(name.replace(/a$/, "b"))![1]!];
      return {
        name: name.replace(/\.lora_a$/, ""),
        type: "Q4_0",
        dims: [input, output],
        data: new Uint8Array((input * output * 18) / 32),
      };
    }),
  });
  const text = (key: string) => metadataText(metadata, key)!;
  return { id: text(artifactKeys.baseId), sha256: text(artifactKeys.baseSha256), gguf: readGguf(file) };
}
