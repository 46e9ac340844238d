import { stat } from "node:fs/promises";
import type { BaseManifest } from "@locollm/core";
import {
  estimateEvaluation,
  scoredLabels,
  exampleCounts,
  fewShotCondition,
  pickExamples,
  plainCondition,
  requestsFor,
  validationRowCount,
  type AnswerLength,
} from "@locollm/eval";
import { readAdapterData, readGguf, type AdapterFolder, type CachedBase } from "@locollm/store";
import { blockWeights, estimateTokens, readArchitecture } from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { engineThroughput } from "./engine-throughput.ts";
import type { Cost } from "./say-cost.ts";

/** What an adapter on one matrix adds to a batch, whatever the base's width: measured on the default base. */
const secondsPerAdaptedMatrix = 60e-6;
const matricesPerBlock = 7;
/** Weights of a block that take as long as one token of context takes each value of a query: measured there too. */
const attentionShare = 22;
/** Node, llama.cpp and its buffers. */
const memoryBesideWeights = 450e6;
/** The mapped file, and most of it again in the order that the processor's kernels want. */
const weightCopies = 2;
/** A key and a value in 16 bits. */
const keyAndValueBytes = 4;
/** Contexts are closed before they hold more; the engine's own bound. */
const contextBytes = 1.5e9;
/** Prompts are read ahead of the lanes only where they hold no more; the engine's own bound. */
const stagedBytes = 256e6;

/**
 * What a whole evaluation takes here if nothing of it is cached: the adapter, the base plainly asked, the search for its
 * best prompt, and the base under it (counted with four examples).
 */
export async function estimateEvaluationHere(
  work: Work,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
): Promise<Cost> {
  const throughput = await engineThroughput(work, manifest, file);
  const architecture = readArchitecture(readGguf(file.path), manifest.id);
  const { blocks, heads, keyValueHeads, headSize } = architecture;
  const attentionTokens = blockWeights(architecture) / (attentionShare * heads * headSize);
  const data = await readAdapterData(adapter);
  const [train, items] = [data.train, data.eval].map((rows) => rows.map(({ item }) => item)) as [Item[], Item[]];
  const pool = pickExamples(train, Math.max(...exampleCounts));
  const part = (asked: Item[], examples: number, answers: AnswerLength, side: "base" | "adapter") => {
    const ids = pool.slice(0, examples).map(({ id }) => id);
    const condition =
      examples === 0 ? plainCondition(adapter.manifest, side) : fewShotCondition(adapter.manifest, side, ids);
    const requests = requestsFor(adapter.manifest, condition, asked, train);
    const adapterSeconds = side === "adapter" ? blocks * matricesPerBlock * secondsPerAdaptedMatrix : 0;
    const countTokens = estimateTokens;
    return estimateEvaluation({
      items: asked,
      trainingRows: train,
      requests,
      countTokens,
      throughput,
      answers,
      attentionTokens,
      adapterSeconds,
      labels: scoredLabels(adapter.manifest),
    });
  };
  const validation = train.slice(-validationRowCount);
  const base = [
    part(items, 0, "untrained", "base"),
    part(items, 4, "prompted", "base"),
    ...exampleCounts.map((k) => part(validation, k, k > 0 ? "prompted" : "untrained", "base")),
  ];
  const own = part(items, 0, "trained", "adapter");
  // One context a side, with the longest lanes that it needed, one more for what all prompts share, and as many again
  // for prompts that are read ahead where they stay small.
  const contextOf = (parts: readonly { longestTokens: number }[]) => {
    const laneTokens = Math.ceil(Math.max(...parts.map(({ longestTokens }) => longestTokens)) / 256) * 256;
    const lanes = throughput.lanes * laneTokens * blocks * keyValueHeads * headSize * keyAndValueBytes;
    return lanes * (1 + 1 / throughput.lanes) + (lanes <= stagedBytes ? lanes : 0);
  };
  const contexts = contextOf(base) + contextOf([own]);
  return {
    seconds: [...base, own].reduce((sum, { seconds }) => sum + seconds, throughput.startSeconds),
    memoryBytes: (await stat(file.path)).size * weightCopies + memoryBesideWeights + Math.min(contexts, contextBytes),
    diskBytes: 2_000 * items.length,
    downloadBytes: 0,
  };
}

type Item = Parameters<typeof estimateEvaluation>[0]["items"][number];
