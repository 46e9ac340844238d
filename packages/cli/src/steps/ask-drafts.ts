import type { AdapterManifest, BaseManifest, Item, SqlFixture } from "@locollm/core";
import { chooseBestPrompt, createScorer, evaluate, plainCondition } from "@locollm/eval";
import { openGenerationCache, type CachedBase } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

export interface Drafts {
  readonly manifest: AdapterManifest;
  readonly fixture: SqlFixture | null;
  readonly items: readonly Item[];
}

/** Asks a base draft questions plainly, and with some of them as examples for the others. */
export async function askDrafts(
  { signal, talk }: Invocation,
  { manifest, fixture, items }: Drafts,
  base: { readonly manifest: BaseManifest; readonly file: CachedBase },
) {
  const { openBase, stopLlama } = await import("@locollm/inference");
  using cache = openGenerationCache();
  await using stack = new AsyncDisposableStack();
  stack.defer(stopLlama);
  const scorer = stack.use(createScorer(manifest.score, { fixture }));
  const generator = stack.use(await openBase(base)).generator();
  const common = { adapterId: "drafts/drafts", manifest, fixture, generator, scorer, cache, signal };
  const line = talk.progress("  asking the base");
  const plain = await evaluate({
    ...common,
    items,
    condition: plainCondition(manifest, "base"),
    onProgress: ({ done }) => line.update(`${done} of ${items.length}`),
  });
  // The drafts themselves are all there is to take examples from: what is shown is left out of what is asked.
  const best = await chooseBestPrompt({ ...common, trainingRows: items });
  const winner = best.tried.reduce((leader, next) =>
    next.right / next.rows > leader.right / leader.rows ? next : leader,
  );
  line.finish("done");
  return {
    plain: plain.run.counts,
    best: { ...plain.run.counts, right: winner.right, items: winner.rows, examples: winner.examples },
    samples: plain.samples.map((sample, index) => ({
      question: items[index]!.prompt ?? "",
      output: sample.output,
      outcome: sample.score.outcome,
    })),
  };
}
