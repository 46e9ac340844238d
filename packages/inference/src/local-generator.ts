import {
  LocoError,
  type BaseManifest,
  type GenerateOptions,
  type GenerateRequest,
  type GenerationResult,
  type Generator,
  type GeneratorIdentity,
  type ScoreRequest,
} from "@locollm/core";
import { answerRequests } from "./answer-requests.ts";
import { prefillChunk } from "./lanes.ts";
import type { LoadedBase } from "./load-base.ts";
import { nativeSampler } from "./native-context.ts";
import type { LocalAdapter } from "./local-adapter.ts";
import { continuationTokens, hasSharedQuestion, scoreContinuations } from "./score-continuations.ts";
import { engineName, engineRevision } from "./start-llama.ts";
import { promptReader, type PreparedRequest } from "./prompt-reader.ts";
import { readInPieces } from "./read-in-pieces.ts";
import { rowsIndependent } from "./rows-independent.ts";
import { stagedPrompts } from "./staged-prompts.ts";
import { templateToken } from "./template-token.ts";
import type { TokenisedPrompt } from "./tokenised-prompt.ts";

export interface LocalGeneratorParts {
  /** Loads the base, once. */
  readonly load: () => Promise<LoadedBase>;
  /** sha256 of the chat template's text. */
  readonly template: string;
  readonly manifest: BaseManifest;
  readonly sha256: string;
  readonly adapter: LocalAdapter | null;
  readonly width: number;
}

/** Core's Generator over one base and at most one adapter, in this process. */
export function localGenerator(parts: LocalGeneratorParts): Generator {
  const { load, manifest, adapter, width } = parts;
  const lora = adapter?.path ?? null;
  const identity: GeneratorIdentity = {
    kind: "local",
    engine: engineName,
    revision: engineRevision,
    base: { id: manifest.id, sha256: parts.sha256 },
    adapter: adapter === null ? null : { id: adapter.id, sha256: adapter.sha256 },
    template: parts.template,
    shape: { width, prefillChunk },
  };
  /** Known once a question had more than one continuation to score. */
  let inPieces: boolean | undefined;
  const longestIn = ({ model }: LoadedBase) => Math.min(manifest.contextLength, model.trainContextSize);

  return {
    identity,
    wave: 1,
    async *generate(
      requests: readonly GenerateRequest[],
      options: GenerateOptions = {},
    ): AsyncIterable<GenerationResult> {
      if (requests.length === 0) return;
      const base = await load();
      const { llama, model, pool, tokenise } = base;
      const longest = longestIn(base);
      const prepared: PreparedRequest[] = [];
      let laneLength = 0;
      for (const request of requests) {
        const token = templateToken(model, request.messages);
        if (token !== undefined) {
          yield { id: request.id, error: { code: "template-token", message: holdsToken(token) } };
          continue;
        }
        const prompt = tokenise(request.messages);
        const needed = prompt.prefix.length + prompt.rest.length + request.sampling.maxTokens;
        if (prompt.prefix.length + prompt.rest.length >= longest) {
          yield { id: request.id, error: { code: "context-overflow", message: tooLong(prompt, longest) } };
          continue;
        }
        laneLength = Math.max(laneLength, Math.min(needed, longest));
        prepared.push({ request, prompt });
      }
      if (prepared.length === 0) return;
      // Prompts that share a prefix follow one another, so that it is read once, and among them those of equal length, so
      // that they can be read together; what they answer stays the same.
      prepared.sort((a, b) =>
        a.prompt.prefixKey < b.prompt.prefixKey
          ? -1
          : a.prompt.prefixKey > b.prompt.prefixKey
            ? 1
            : a.prompt.rest.length - b.prompt.rest.length,
      );
      const shape = { lora, width, laneLength };
      const wanted = stagedPrompts(shape, prepared, pool.bytesPerToken);
      const { lanes, giveBack } = await pool.take({ ...shape, staged: wanted });
      try {
        const kernels = { systemInfo: llama.systemInfo, base: parts.sha256, lora };
        const together = wanted > 0 && (await rowsIndependent(lanes, kernels));
        const newSampler = () => nativeSampler(llama, model);
        yield* answerRequests(lanes, model, promptReader(lanes, prepared, together, newSampler), options);
      } finally {
        giveBack();
      }
    },
    async score(requests: readonly ScoreRequest[], options = {}) {
      if (requests.length === 0) return [];
      const base = await load();
      const { llama, model, pool, template, tokenise } = base;
      const longest = longestIn(base);
      for (const { id, messages, continuation } of requests) {
        const token = templateToken(model, [...messages, { role: "assistant", content: continuation }]);
        if (token === undefined) continue;
        const fix = "Write it another way.";
        throw new LocoError({ code: "template-token", message: holdsToken(token), fix, fields: { request: id } });
      }
      const prepared = requests.map((request) => ({
        request,
        prompt: tokenise(request.messages),
        continuation: continuationTokens(model, template, request),
      }));
      const length = ({ prompt, continuation }: (typeof prepared)[number]) =>
        prompt.prefix.length + prompt.rest.length + continuation.length;
      const over = prepared.find((one) => length(one) > longest);
      if (over !== undefined) {
        throw new LocoError({
          code: "context-overflow",
          message: tooLong(over.prompt, longest),
          fix: "Shorten it.",
          fields: { request: over.request.id },
        });
      }
      const laneLength = Math.max(256, ...prepared.map(length));
      return pool.use({ lora, width, laneLength, staged: 0 }, async (lanes) => {
        const kernels = { systemInfo: llama.systemInfo, base: parts.sha256, lora };
        if (hasSharedQuestion(prepared)) inPieces ??= await readInPieces(lanes, kernels);
        return scoreContinuations(lanes, model, prepared, { inPieces: inPieces === true, signal: options.signal });
      });
    },
    async [Symbol.asyncDispose]() {
      // The contexts belong to the base and close with it.
    },
  };
}

function holdsToken(token: string): string {
  return `The text holds ${token}, by which the base itself marks where a turn begins or ends.`;
}

function tooLong(prompt: TokenisedPrompt, longest: number): string {
  return `The prompt has ${prompt.prefix.length + prompt.rest.length} tokens; the context has ${longest}.`;
}
