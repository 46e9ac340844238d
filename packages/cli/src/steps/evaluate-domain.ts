import type { Generator } from "@locollm/core";
import { chooseBestPrompt, createScorer, evaluate, plainCondition, type Evaluation } from "@locollm/eval";
import { openGenerationCache, readAdapterData, type AdapterFolder } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

/** A base alone on one adapter's evaluation rows. */
export interface DomainEvaluation {
  readonly plain: Evaluation;
  readonly best: Evaluation;
  /** k of the best prompt. */
  readonly examples: number;
  /** Tokens that were generated now, not taken from the cache. */
  readonly generatedTokens: number;
}

/** Asks a base the rows of one domain plainly and under its best prompt. Only what the cache does not hold is computed. */
export async function evaluateDomain(
  { signal, talk }: Invocation,
  adapter: AdapterFolder,
  generator: Generator,
): Promise<DomainEvaluation> {
  const data = await readAdapterData(adapter);
  using cache = openGenerationCache();
  await using scorer = createScorer(adapter.manifest.score, {
    tools: adapter.manifest.prompt.tools,
    fixture: data.fixture ?? undefined,
  });
  const common = {
    adapterId: adapter.id,
    manifest: adapter.manifest,
    items: data.eval.map(({ item }) => item),
    trainingRows: data.train.map(({ item }) => item),
    scorer,
    fixture: data.fixture ?? undefined,
    generator,
    cache,
    signal,
  };
  const line = talk.progress("  plainly asked, then its best prompt");
  const plain = await evaluate({ ...common, condition: plainCondition(adapter.manifest, "base") });
  const chosen = await chooseBestPrompt(common);
  const best = await evaluate({ ...common, condition: chosen.condition });
  const { right, items } = best.run.counts;
  line.finish(`${plain.run.counts.right} and ${right} of ${items} (${chosen.examples} examples)`);
  const generatedTokens = [...plain.timings, ...best.timings]
    .filter(({ cached }) => !cached)
    .reduce((sum, timing) => sum + timing.generatedTokens, 0);
  return { plain, best, examples: chosen.examples, generatedTokens };
}
