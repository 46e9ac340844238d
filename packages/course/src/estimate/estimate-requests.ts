import { stat } from "node:fs/promises";
import type { BaseManifest, GenerateRequest } from "@locollm/core";
import { estimateEvaluation } from "@locollm/eval";
import type { CachedBase } from "@locollm/store";
import { estimateTokens } from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { baseMemory } from "./base-memory.ts";
import { engineThroughput } from "./engine-throughput.ts";
import type { Cost } from "./say-cost.ts";

/**
 * What answering these requests on a base takes here if nothing is cached; replies are counted at their full length.
 *
 * @param labels replies whose likelihood is asked for instead
 */
export async function estimateRequestsHere(
  work: Work,
  requests: readonly GenerateRequest[],
  { manifest, file }: { readonly manifest: BaseManifest; readonly file: CachedBase },
  labels?: readonly string[],
): Promise<Cost> {
  const throughput = await engineThroughput(work, manifest, file);
  const replies = requests.map(({ id, sampling }) => ({ id, prompt: id, answer: "x ".repeat(sampling.maxTokens) }));
  const { seconds } = estimateEvaluation({
    items: replies,
    requests,
    countTokens: estimateTokens,
    throughput,
    trainingRows: [],
    answers: "trained",
    labels,
  });
  return {
    seconds: throughput.startSeconds + seconds,
    memoryBytes: baseMemory((await stat(file.path)).size),
    diskBytes: 1_000 * requests.length,
    downloadBytes: 0,
  };
}
