import { LocoError, sha256Hex, type BaseManifest, type Generator, type Message } from "@locollm/core";
import { metadataNumber, readAdapterGguf, readGguf, type Gguf } from "@locollm/store";
import { templateSource } from "./chat-template.ts";
import { loadBase, type LoadedBase } from "./load-base.ts";
import type { LocalAdapter } from "./local-adapter.ts";
import { localGenerator } from "./local-generator.ts";

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

/** A base, from which generators for it and its adapters are made. */
export interface OpenBase extends AsyncDisposable {
  readonly manifest: BaseManifest;
  readonly sha256: string;
  /**
   * A generator for the base, or for one adapter on it. Generators of one base share its weights and contexts.
   *
   * @throws LocoError `adapter-other-base` and the strict reader's other codes, before native code sees the file
   */
  generator(options?: GeneratorOptions): Generator;
  /** Brings the weights into memory, which the first request does otherwise. Throws as that would. */
  load(): Promise<void>;
  /** A conversation as the base reads it, up to where the assistant writes. */
  promptText(messages: readonly Message[]): Promise<string>;
  /** Tokens of a conversation up to where the assistant writes, and of what it then writes, its end included. */
  countTokens(messages: readonly Message[], answer: string): Promise<number>;
}

/**
 * Opens a base for inference on this machine's CPU. Our own strict reader reads the GGUF at once; llama.cpp loads it when
 * something is first asked, so that what is answered from a cache costs no weights.
 *
 * @throws LocoError `gguf-…`, `base-without-template`, `base-other-architecture`; from the first request also
 *   `base-not-loadable`, `engine-missing`
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
  const template = templateSource(manifest, gguf);
  const bytesPerToken = keyValueBytesPerToken(gguf, manifest.architecture);
  let loading: Promise<LoadedBase> | undefined;
  const load = () => (loading ??= loadBase({ manifest, file, template, threads, bytesPerToken, contextBytes }));
  return {
    manifest,
    sha256: file.sha256,
    generator({ adapter = null, width = 16 } = {}) {
      if (adapter !== null) readAdapterGguf(adapter.path, { id: manifest.id, sha256: file.sha256, gguf });
      return localGenerator({ load, template: sha256Hex(template), manifest, sha256: file.sha256, adapter, width });
    },
    async load() {
      await load();
    },
    promptText: async (messages) => (await load()).template.prompt(messages),
    async countTokens(messages, answer) {
      const { model, tokenise } = await load();
      const { prefix, rest } = tokenise(messages);
      return prefix.length + rest.length + model.tokenize(answer).length + 1;
    },
    async [Symbol.asyncDispose]() {
      // What could not be loaded has told whoever asked, and left nothing to close.
      const loaded = await loading?.catch(() => undefined);
      await loaded?.pool.close();
      await loaded?.model.dispose();
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
