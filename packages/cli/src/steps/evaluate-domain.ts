import type { Generator, Item } from "@locollm/core";
import { chooseBestPrompt, evaluate, plainCondition, type Evaluation } from "@locollm/eval";
import type { AdapterFolder } from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { openDomain } from "@locollm/course";

/** A base alone on one adapter's evaluation rows. */
export interface DomainEvaluation {
  readonly items: readonly Item[];
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
  await using stack = new AsyncDisposableStack();
  const domain = { ...(await openDomain(stack, adapter, signal)), generator };
  const line = talk.progress("  plainly asked, then its best prompt");
  const plain = await evaluate({ ...domain, condition: plainCondition(adapter.manifest, "base") });
  const chosen = await chooseBestPrompt(domain);
  const best = await evaluate({ ...domain, condition: chosen.condition });
  const { right, items } = best.run.counts;
  line.finish(`${plain.run.counts.right} and ${right} of ${items} (${chosen.examples} examples)`);
  const generatedTokens = [...plain.timings, ...best.timings]
    .filter(({ cached }) => !cached)
    .reduce((sum, timing) => sum + timing.generatedTokens, 0);
  return { items: domain.items, plain, best, examples: chosen.examples, generatedTokens };
}
