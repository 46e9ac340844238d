import { createScorer, type Scorer } from "@locollm/eval";
import type { AdapterManifest, GenerationCache, Item, SqlFixture } from "@locollm/core";
import { openGenerationCache, readAdapterData, type AdapterData, type AdapterFolder } from "@locollm/store";

/** What every evaluation on an adapter's rows shares. */
export interface Domain {
  readonly adapterId: string;
  readonly manifest: AdapterManifest;
  readonly items: readonly Item[];
  readonly trainingRows: readonly Item[];
  readonly scorer: Scorer;
  readonly fixture: SqlFixture | undefined;
  readonly cache: GenerationCache;
  readonly signal: AbortSignal;
}

/** Opens an adapter's rows with its scorer and the cache of answers, both of which close with the stack. */
export async function openDomain(
  stack: AsyncDisposableStack,
  adapter: AdapterFolder,
  signal: AbortSignal,
  data?: AdapterData,
): Promise<Domain> {
  const { manifest } = adapter;
  const read = data ?? (await readAdapterData(adapter));
  const fixture = read.fixture ?? undefined;
  return {
    adapterId: adapter.id,
    manifest,
    items: read.eval.map(({ item }) => item),
    trainingRows: read.train.map(({ item }) => item),
    scorer: stack.use(createScorer(manifest.score, { tools: manifest.prompt.tools, fixture })),
    fixture,
    cache: stack.use(openGenerationCache()),
    signal,
  };
}
