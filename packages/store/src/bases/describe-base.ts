import path from "node:path";
import { baseManifestSchema, LocoError, type BaseManifest } from "@locollm/core";
import { metadataNumber, metadataText } from "../gguf/gguf-value.ts";
import type { Gguf } from "../gguf/read-gguf.ts";

/** A base's manifest as its file tells it, and what the file does not tell. */
export interface DescribedBase {
  readonly manifest: BaseManifest;
  /** In sentences, for a person to complete. */
  readonly lacks: readonly string[];
}

export interface BaseOrigin {
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string };
  /** Where others fetch it, such as hub:owner/repository/file.gguf. */
  readonly source: string;
}

/**
 * The manifest of a base that the class has not seen: architecture, sizes, template and licence are read from its GGUF.
 *
 * @throws LocoError `gguf-not-a-base` where it is no language model
 */
export function describeBase(gguf: Gguf, { file, source }: BaseOrigin): DescribedBase {
  const text = (key: string) => metadataText(gguf.metadata, key);
  const architecture = text("general.architecture");
  const context =
    architecture === undefined ? undefined : metadataNumber(gguf.metadata, `${architecture}.context_length`);
  const embedding = gguf.tensors.find(({ name }) => name === "token_embd.weight");
  if (architecture === undefined || context === undefined || embedding === undefined) {
    throw new LocoError({
      code: "gguf-not-a-base",
      message: `${file.name} is no language model: it names no ${architecture === undefined ? "architecture" : context === undefined ? "context length" : "vocabulary"}.`,
      fix: "Bring a GGUF of a whole model, not of an adapter, a projector or a vocabulary.",
      fields: { file: file.name },
      kind: "usage",
    });
  }
  const parameters = gguf.tensors.reduce((sum, { dims }) => sum + dims.reduce((product, dim) => product * dim, 1), 0);
  const licence = text("general.license") ?? text("general.license.name");
  const quantised = /(?:^|[-._])(q\d[\w]*|f16|f32|bf16|iq\d\w*)$/i.exec(path.basename(file.name, ".gguf"))?.[1];
  const title = text("general.name") ?? text("general.basename") ?? path.basename(file.name, ".gguf");
  const manifest = baseManifestSchema.parse({
    schema: 1,
    id: slug(path.basename(file.name, ".gguf")),
    title: quantised === undefined ? title : `${title} (${quantised.toUpperCase()})`,
    architecture,
    parameters,
    file: { ...file, name: file.name.replaceAll(/[^A-Za-z0-9._-]/g, "-") },
    sources: [source],
    licence: { name: licence ?? "unknown" },
    contextLength: context,
  });
  return {
    manifest,
    lacks: [
      ...(licence === undefined ? ["The file names no licence: write it into licence.name."] : []),
      ...(text("tokenizer.chat_template") === undefined
        ? [
            "The file has no chat template: write one into chatTemplate, in Jinja, or it can be trained and asked by nobody.",
          ]
        : []),
    ],
  };
}

function slug(name: string): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return words
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 64)
    .replace(/-+$/, "");
}
