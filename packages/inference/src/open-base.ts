import { LocoError, type BaseManifest, type Generator, type Message } from "@locollm/core";
import { metadataNumber, readAdapterGguf, readGguf, type Gguf } from "@locollm/store";
import { chatTemplate, type ChatTemplate } from "./chat-template.ts";
import type { LocalAdapter } from "./local-adapter.ts";
import { localGenerator } from "./local-generator.ts";
import { openLanePool } from "./lane-pool.ts";
import { computeThreads, startLlama } from "./start-llama.ts";
import { promptTokeniser } from "./tokenised-prompt.ts";

export interface OpenBaseOptions {
  readonly manifest: BaseManifest;
  /** The verified file, as the store hands it over. */
  readonly file: { readonly path: string; readonly sha256: string };
  /** Defaults to the machine's cores. */
  readonly threads?: number | undefined;
  /** Bound on the key-value memory of all contexts together; defaults to 1.5 GB. */
  readonly contextBytes?: number | undefined;
}

export interface GeneratorOptions {
  /** Absent or null: the base alone. */
  readonly adapter?: LocalAdapter | null | undefined;
  /** Answers in flight: 16 by default, the fastest; 1 gives the first token soonest. Part of the identity. */
  readonly width?: number | undefined;
}

/** A base in memory, from which generators for it and its adapters are made. */
export interface OpenBase extends AsyncDisposable {
  readonly manifest: BaseManifest;
  readonly sha256: string;
  readonly template: ChatTemplate;
  /**
   * A generator for the base, or for one adapter on it. Generators of one base share its weights and contexts.
   *
   * @throws LocoError `adapter-other-base` and the strict reader's other codes, before native code sees the file
   */
  generator(options?: GeneratorOptions): Generator;
  /** Tokens of a whole conversation as training sees it. */
  countTokens(messages: readonly Message[]): number;
}

/**
 * Opens a base for inference on this machine's CPU. The GGUF is read by our own strict reader first.
 *
 * @throws LocoError `gguf-…`, `base-without-template`, `base-other-architecture`, `base-not-loadable`, `engine-missing`
 */
export async function openBase({ manifest, file, threads, contextBytes = 1.5e9 }: OpenBaseOptions): Promise<OpenBase> {
  const gguf = readGguf(file.path);
  const architecture = gguf.metadata.get("general.architecture")?.value;
  if (architecture !== manifest.architecture) {
    throw new LocoError({
      code: "base-other-architecture",
      message: `${manifest.id} should be ${manifest.architecture}, but its file says ${String(architecture)}.`,
      fix: `Correct architecture in bases/${manifest.id}.yaml.`,
      fields: { base: manifest.id, architecture: String(architecture) },
    });
  }
  const llama = await startLlama();
  const model = await llama.loadModel({ modelPath: file.path, gpuLayers: 0, useMmap: true }).catch((cause: unknown) => {
    throw new LocoError({
      code: "base-not-loadable",
      message: `llama.cpp could not load ${manifest.id}: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: "Close other programs if memory is short; loco doctor tells what is free.",
      fields: { base: manifest.id },
      kind: "machine",
      cause,
    });
  });
  const special = { bos: model.tokens.bosString ?? "", eos: model.tokens.eosString ?? "" };
  const template = chatTemplate(manifest, gguf, special);
  const pool = openLanePool(llama, model, {
    threads: threads ?? computeThreads(llama),
    bytesPerToken: keyValueBytesPerToken(gguf, manifest.architecture),
    maxBytes: contextBytes,
  });
  const tokenise = promptTokeniser(model, template);
  return {
    manifest,
    sha256: file.sha256,
    template,
    generator({ adapter = null, width = 16 } = {}) {
      if (adapter !== null) readAdapterGguf(adapter.path, { id: manifest.id, sha256: file.sha256, gguf });
      return localGenerator({ llama, model, pool, template, tokenise, manifest, sha256: file.sha256, adapter, width });
    },
    countTokens: (messages) => model.tokenize(template.closed(messages), true).length,
    async [Symbol.asyncDispose]() {
      await pool.close();
      await model.dispose();
    },
  };
}

/** Keys and values of one token over all layers, in f16. */
function keyValueBytesPerToken(gguf: Gguf, architecture: string): number {
  const number = (key: string) => metadataNumber(gguf.metadata, `${architecture}.${key}`);
  const layers = number("block_count") ?? 32;
  const heads = number("attention.head_count") ?? 32;
  const width = number("embedding_length") ?? 4096;
  const kvHeads = number("attention.head_count_kv") ?? heads;
  const keyLength = number("attention.key_length") ?? width / heads;
  return layers * kvHeads * keyLength * 2 * 2;
}
