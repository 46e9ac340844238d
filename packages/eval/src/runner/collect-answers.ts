import type { CachedGeneration, GenerateRequest, GenerationCache, GenerationFailure, Generator } from "@locollm/core";
import { generationKeys, wavesOf } from "./generation-keys.ts";

/** How far an evaluation is. Tokens are those computed now, not those from the cache. */
export interface EvaluationProgress {
  readonly items: number;
  readonly done: number;
  /** Of `done`, answers that were in the cache. */
  readonly fromCache: number;
  readonly errors: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

export type CollectedAnswer =
  | { readonly kind: "answer"; readonly generation: CachedGeneration; readonly cached: boolean }
  | { readonly kind: "failure"; readonly error: GenerationFailure["error"] };

export interface CollectOptions {
  readonly generator: Generator;
  readonly cache: GenerationCache;
  readonly onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The answer to each request, in the requests' order: from the cache, else from the generator. An answer is cached the moment it
 * arrives, so that a kill loses only what was being computed. Failures are never cached. Where one member of a wave is missing, the
 * whole wave is sent again, because its bytes depend on all of them.
 */
export async function collectAnswers(
  requests: readonly GenerateRequest[],
  { generator, cache, onProgress, signal }: CollectOptions,
): Promise<CollectedAnswer[]> {
  signal?.throwIfAborted();
  const keys = generationKeys(generator.identity, generator.wave, requests);
  const keyOf = new Map(requests.map((request, i) => [request.id, keys[i]!]));
  const known = cache.get(keys);
  const answers = new Map<string, CollectedAnswer>();
  for (const { id } of requests) {
    const generation = known.get(keyOf.get(id)!);
    if (generation !== undefined) answers.set(id, { kind: "answer", generation, cached: true });
  }
  const progress = {
    items: requests.length,
    done: answers.size,
    fromCache: answers.size,
    errors: 0,
    promptTokens: 0,
    generatedTokens: 0,
  };
  onProgress?.({ ...progress });

  const missing = wavesOf(requests, generator.wave)
    .filter((wave) => wave.some(({ id }) => !answers.has(id)))
    .flat();
  if (missing.length > 0) {
    for await (const result of generator.generate(missing, { signal })) {
      const { id } = result;
      const key = keyOf.get(id);
      if (key === undefined) throw new Error(`the generator answered ${id}, which was not asked`);
      if (answers.has(id)) continue;
      progress.done++;
      if ("error" in result) {
        progress.errors++;
        answers.set(id, { kind: "failure", error: result.error });
      } else {
        const { id: _, ...generation } = result;
        cache.put(new Map([[key, generation]]));
        progress.promptTokens += generation.timing.promptTokens;
        progress.generatedTokens += generation.timing.generatedTokens;
        answers.set(id, { kind: "answer", generation, cached: false });
      }
      onProgress?.({ ...progress });
    }
    signal?.throwIfAborted();
  }
  const lost = { code: "no-answer", message: "The generator ended without answering this item." };
  return requests.map(({ id }) => answers.get(id) ?? { kind: "failure", error: lost });
}
