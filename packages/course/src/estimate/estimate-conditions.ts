import { stat } from "node:fs/promises";
import type { AdapterManifest, BaseManifest, Condition, Item } from "@locollm/core";
import { estimateEvaluation, exampleCount, requestsFor, scoredLabels } from "@locollm/eval";
import type { CachedBase } from "@locollm/store";
import { estimateTokens } from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { baseMemory } from "./base-memory.ts";
import { engineThroughput } from "./engine-throughput.ts";
import type { Cost } from "./say-cost.ts";

/** What asking the items under these conditions takes here if nothing is cached; a tool loop is counted as two turns. */
export async function estimateConditionsHere(
  work: Work,
  asked: AdapterManifest,
  conditions: readonly Condition[],
  rows: { readonly items: readonly Item[]; readonly trainingRows: readonly Item[] },
  base: { readonly manifest: BaseManifest; readonly file: CachedBase },
): Promise<Cost> {
  const throughput = await engineThroughput(work, base.manifest, base.file);
  const { items, trainingRows } = rows;
  const seconds = conditions.map((condition) => {
    const { scaffold, subject } = condition;
    const times = scaffold.kind === "vote" ? scaffold.samples : scaffold.kind === "tool-loop" ? 2 : 1;
    const requests = requestsFor(asked, condition, items, trainingRows);
    const answers = subject === "adapter" ? "trained" : exampleCount(condition) > 0 ? "prompted" : "untrained";
    const labels = scoredLabels(asked);
    const one = { items, requests, countTokens: estimateTokens, throughput, trainingRows, answers, labels } as const;
    return times * estimateEvaluation(one).seconds;
  });
  return {
    seconds: seconds.reduce((sum, part) => sum + part, throughput.startSeconds),
    memoryBytes: baseMemory((await stat(base.file.path)).size),
    diskBytes: 2_000 * items.length * conditions.length,
    downloadBytes: 0,
  };
}
