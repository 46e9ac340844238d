import type { BaseManifest } from "@locollm/core";
import {
  chooseBestPrompt,
  createScorer,
  evaluate,
  judgedByDefault,
  plainCondition,
  preview,
  previewWords,
  type Preview,
} from "@locollm/eval";
import { openBase, stopLlama } from "@locollm/inference";
import {
  loadWeights,
  openGenerationCache,
  readAdapterData,
  type AdapterFolder,
  type CachedBase,
  type Workspace,
} from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { adaptedGenerator } from "./adapted-generator.ts";
import { progressWords } from "./run-progress.ts";

export interface PreviewOnBase {
  readonly found: Preview;
  readonly words: string;
  /** k of the base's best prompt. */
  readonly examples: number;
}

/**
 * Asks the base under its best prompt and the adapter items in random order until it is settled which way a verdict would
 * probably go. Answers are kept in the cache, where an evaluation finds them; nothing else is written.
 *
 * @param margin the least difference that would matter, as a share
 */
export async function previewOnBase(
  { signal, talk }: Invocation,
  workspace: Workspace,
  adapter: AdapterFolder,
  { manifest, file, margin }: { readonly manifest: BaseManifest; readonly file: CachedBase; readonly margin: number },
): Promise<PreviewOnBase> {
  const semester = workspace.semesters.find(({ id }) => id === adapter.semester)!;
  const weights = await loadWeights(adapter, manifest.id, { signal });
  const data = await readAdapterData(adapter);
  const items = data.eval.map(({ item }) => item);
  using cache = openGenerationCache();
  await using scorer = createScorer(adapter.manifest.score, {
    tools: adapter.manifest.prompt.tools,
    fixture: data.fixture ?? undefined,
  });
  await using stack = new AsyncDisposableStack();
  stack.defer(stopLlama);
  const base = stack.use(await openBase({ manifest, file }));
  const generators = {
    base: base.generator(),
    adapter: adaptedGenerator(base, { id: adapter.id, path: weights.path, sha256: weights.sha256 }),
  };
  const common = {
    adapterId: adapter.id,
    manifest: adapter.manifest,
    trainingRows: data.train.map(({ item }) => item),
    scorer,
    fixture: data.fixture ?? undefined,
    cache,
    signal,
  };
  const trying = talk.progress("  base, looking for its best prompt on training rows");
  const best = await chooseBestPrompt({
    ...common,
    generator: generators.base,
    onProgress: (progress, examples) => trying.update(`${examples} examples: ${progressWords(progress)}`),
  });
  trying.finish(best.tried.map(({ examples, right, rows }) => `${examples} examples ${right}/${rows}`).join(", "));
  const looking = talk.progress("  base and adapter, in random order");
  const found = await preview({
    items,
    judgedBy: judgedByDefault(adapter.manifest.score),
    alpha: semester.manifest.gate.alpha,
    margin,
    async ask(batch) {
      const before = await evaluate({
        ...common,
        items: batch,
        generator: generators.base,
        condition: best.condition,
      });
      const after = await evaluate({
        ...common,
        items: batch,
        generator: generators.adapter,
        condition: plainCondition(adapter.manifest, "adapter"),
      });
      return { before: before.samples, after: after.samples };
    },
    onLook: ({ asked, won, lost }) => looking.update(`${asked} of ${items.length}: won ${won}, lost ${lost}`),
  });
  looking.finish(`${found.asked} of ${items.length} asked`);
  return { found, words: previewWords(found), examples: best.examples };
}
