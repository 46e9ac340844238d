import { stat } from "node:fs/promises";
import type { BaseManifest } from "@locollm/core";
import {
  estimateEvaluation,
  exampleCounts,
  fewShotCondition,
  pickExamples,
  plainCondition,
  requestsFor,
  validationRowCount,
} from "@locollm/eval";
import { readAdapterData, type AdapterFolder, type CachedBase } from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { engineThroughput } from "./engine-throughput.ts";
import type { Cost } from "./say-cost.ts";

/** Bytes of text a token, about, in the English that datasets here are written in. */
const bytesPerToken = 3.6;
/** Contexts, Node itself and llama.cpp's buffers beside the weights. */
const memoryBesideWeights = 800e6;

/**
 * What a whole evaluation takes here if nothing of it is cached: the adapter, the base plainly asked, the search for its
 * best prompt, and the base under it (counted with four examples).
 */
export async function estimateEvaluationHere(
  invocation: Invocation,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
): Promise<Cost> {
  const throughput = await engineThroughput(invocation, manifest, file);
  const data = await readAdapterData(adapter);
  const [train, items] = [data.train, data.eval].map((rows) => rows.map(({ item }) => item)) as [Item[], Item[]];
  const pool = pickExamples(train, Math.max(...exampleCounts));
  const countTokens = (text: string) => Math.ceil(Buffer.byteLength(text) / bytesPerToken);
  const seconds = (asked: Item[], examples: number, answers: "trained" | "untrained") => {
    const ids = pool.slice(0, examples).map(({ id }) => id);
    const condition =
      examples === 0 ? plainCondition(adapter.manifest, "base") : fewShotCondition(adapter.manifest, "base", ids);
    const requests = requestsFor(adapter.manifest, condition, asked, train);
    return estimateEvaluation({ items: asked, requests, countTokens, throughput, answers }).seconds;
  };
  const tried = exampleCounts.reduce<number>(
    (sum, k) => sum + seconds(train.slice(-validationRowCount), k, k > 0 ? "trained" : "untrained"),
    0,
  );
  return {
    seconds:
      throughput.startSeconds +
      seconds(items, 0, "trained") +
      seconds(items, 0, "untrained") +
      seconds(items, 4, "trained") +
      tried,
    memoryBytes: (await stat(file.path)).size * 1.2 + memoryBesideWeights,
    diskBytes: 2_000 * items.length,
    downloadBytes: 0,
  };
}

type Item = Parameters<typeof estimateEvaluation>[0]["items"][number];
