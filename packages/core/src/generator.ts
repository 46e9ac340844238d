import type { Message } from "./message.ts";
import type { Sampling } from "./sampling.ts";

/** Everything about an engine that can change an output; part of every cache key and run id. */
export interface GeneratorIdentity {
  /** `local` runs the weights here, `remote` asks an endpoint, `recorded` replays a run. */
  readonly kind: "local" | "remote" | "recorded";
  /** Name and version, such as `node-llama-cpp 3.22.1`. */
  readonly engine: string;
  /** Our own integer: raised whenever our code changes what the engine answers. */
  readonly revision: number;
  readonly base: { readonly id: string; readonly sha256: string };
  readonly adapter: { readonly id: string; readonly sha256: string } | null;
  /** sha256 of the chat template's text. */
  readonly template: string;
  /** Shape of the computation where it can change a byte, such as the number of sequences in flight. */
  readonly shape: Readonly<Record<string, number | string | boolean>>;
}

export interface GenerateRequest {
  /** Names the request in the results; unique within one call. */
  readonly id: string;
  readonly messages: readonly Message[];
  readonly sampling: Sampling;
}

/** One token of an answer and its natural-log probability under the model's full distribution at temperature 1. */
export interface TokenLogProbability {
  readonly text: string;
  readonly logProbability: number;
}

/** What a request cost; kept outside every hash. Times in milliseconds. */
export interface GenerationTiming {
  readonly promptTokens: number;
  /** Prompt tokens that were taken from a shared prefix instead of computed. */
  readonly cachedPromptTokens: number;
  readonly generatedTokens: number;
  readonly milliseconds: number;
}

export interface Generation {
  readonly id: string;
  /** The answer without end-of-turn tokens. */
  readonly text: string;
  readonly tokens: readonly TokenLogProbability[];
  /** `stop`: the model ended its turn; `length`: cut at `maxTokens` or the context's end. */
  readonly finish: "stop" | "length";
  readonly timing: GenerationTiming;
}

/** A request that the machinery could not answer; it is never counted as a wrong answer. */
export interface GenerationFailure {
  readonly id: string;
  readonly error: { readonly code: string; readonly message: string };
}

export type GenerationResult = Generation | GenerationFailure;

export interface ScoreRequest {
  readonly id: string;
  readonly messages: readonly Message[];
  /** The assistant's text whose probability is asked for; its end-of-turn token is scored too, last. */
  readonly continuation: string;
}

export interface ContinuationScore {
  readonly id: string;
  readonly promptTokens: number;
  /** One entry per continuation token, end of turn included. */
  readonly tokens: readonly TokenLogProbability[];
}

export interface GenerateOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called for each token as it appears. */
  readonly onToken?: ((id: string, text: string) => void) | undefined;
}

/**
 * Answers requests with one base and at most one adapter.
 *
 * `wave` is the number of requests whose bytes may depend on one another: 1 where a request's output never
 * depends on its neighbours. Callers that promise the same bytes send whole waves, in dataset order.
 */
export interface Generator extends AsyncDisposable {
  readonly identity: GeneratorIdentity;
  readonly wave: number;
  /** Yields each result as it is ready, in any order. Aborting rejects with the signal's reason. */
  generate(requests: readonly GenerateRequest[], options?: GenerateOptions): AsyncIterable<GenerationResult>;
  /** Log-probabilities of given continuations, in the requests' order. */
  score(
    requests: readonly ScoreRequest[],
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ContinuationScore[]>;
}
