import type { Counts, Item } from "@locollm/core";
import { evaluate } from "@locollm/eval";
import type { OpenBase } from "@locollm/inference";
import type { AdapterFolder } from "@locollm/store";
import type { AdapterEvaluation } from "../evaluation/evaluate-on-base.ts";
import { openDomain } from "../evaluation/open-domain.ts";
import { runProgress } from "../evaluation/run-progress.ts";
import type { Work } from "../work/work.ts";

/** How often a base alone is right on public items and on revealed ones, under the prompt that was its best on training rows. */
export async function askRevealed(
  { talk, signal }: Work,
  engine: OpenBase,
  adapter: AdapterFolder,
  items: readonly Item[],
  { best, baseBest }: AdapterEvaluation,
): Promise<{ public: Counts; sealed: Counts }> {
  await using stack = new AsyncDisposableStack();
  const domain = await openDomain(stack, adapter, signal);
  const side = runProgress(talk.progress("  base, revealed items"));
  const asked = await evaluate({
    ...domain,
    items,
    generator: engine.generator(),
    condition: best.condition,
    onProgress: side.show,
  });
  side.finish(asked);
  return { public: baseBest.run.counts, sealed: asked.run.counts };
}
