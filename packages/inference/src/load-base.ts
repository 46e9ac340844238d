import { LocoError, type BaseManifest, type Message } from "@locollm/core";
import type { Llama, LlamaModel } from "node-llama-cpp";
import { chatTemplate, type ChatTemplate } from "./chat-template.ts";
import { openLanePool, type LanePool } from "./lane-pool.ts";
import { computeThreads, startLlama } from "./start-llama.ts";
import { promptTokeniser, type TokenisedPrompt } from "./tokenised-prompt.ts";

export interface LoadBaseOptions {
  readonly manifest: BaseManifest;
  readonly file: { readonly path: string };
  /** Jinja text of the chat template. */
  readonly template: string;
  /** Defaults to the machine's cores. */
  readonly threads: number | undefined;
  /** Key-value memory of one token in one lane. */
  readonly bytesPerToken: number;
  /** Bound on the key-value memory of all contexts together. */
  readonly contextBytes: number;
}

/** A base in llama.cpp's memory. */
export interface LoadedBase {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly pool: LanePool;
  readonly template: ChatTemplate;
  readonly tokenise: (messages: readonly Message[]) => TokenisedPrompt;
}

/**
 * Loads a base that our own reader has passed into llama.cpp.
 *
 * @throws LocoError `base-not-loadable`, `engine-missing`
 */
export async function loadBase(options: LoadBaseOptions): Promise<LoadedBase> {
  const { manifest, file, threads, bytesPerToken, contextBytes } = options;
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
  const { bosString, eosString } = model.tokens;
  const template = chatTemplate(options.template, { bos: bosString ?? "", eos: eosString ?? "" });
  const pool = openLanePool(llama, model, {
    threads: threads ?? computeThreads(llama),
    bytesPerToken,
    maxBytes: contextBytes,
  });
  return { llama, model, pool, template, tokenise: promptTokeniser(model, template) };
}
