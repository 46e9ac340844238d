import { sealedResultsSchema, verdictSchema, type GradeRecord, type Item, type SealedResults } from "@locollm/core";
import {
  compareRuns,
  createScorer,
  evaluate,
  exampleCounts,
  fewShotCondition,
  pickExamples,
  plainCondition,
} from "@locollm/eval";
import type { LocalAdapter, OpenBase } from "@locollm/inference";
import type { AdapterData, AdapterFolder } from "@locollm/store";
import { sidesOf } from "../engine/open-sides.ts";
import { runProgress } from "../evaluation/run-progress.ts";
import type { Work } from "../work/work.ts";

export interface MeasureSealedOptions {
  readonly adapter: AdapterFolder;
  readonly data: AdapterData;
  readonly items: readonly Item[];
  readonly rows: SealedResults["rows"];
  readonly weights: LocalAdapter;
  /** What the gate measured of the same weights on the public items. */
  readonly results: NonNullable<GradeRecord["results"]>;
  readonly alpha: number;
}

/** A verdict without the ids of its runs, which are hashes of the items without a salt. */
const figuresOf = verdictSchema.omit({ before: true, after: true }).strip();

/** Answers are in memory alone: none is kept, so that nothing has to be looked after. */
const noCache = { get: () => new Map(), put: () => {} };

/**
 * Adapter and base, under the prompt that was its best on training rows, answer sealed items. What comes out has counts and no word of
 * an item; nothing is written, and an interrupted measurement begins anew.
 */
export async function measureSealed(
  { signal, talk }: Work,
  engine: OpenBase,
  { adapter, data, items, rows, weights, results, alpha }: MeasureSealedOptions,
): Promise<SealedResults> {
  const { manifest } = adapter;
  const fixture = data.fixture ?? undefined;
  await using scorer = createScorer(manifest.score, { tools: manifest.prompt.tools, fixture });
  const trainingRows = data.train.map(({ item }) => item);
  const domain = { adapterId: adapter.id, manifest, items, trainingRows, scorer, fixture, cache: noCache, signal };
  const sides = sidesOf(engine, weights);
  const { examples, counts: publicBase } = results.baseBest;
  const ids = pickExamples(trainingRows, Math.max(...exampleCounts)).map(({ id }) => id);
  const ask = async (label: string, asked: Pick<Parameters<typeof evaluate>[0], "generator" | "condition">) => {
    const side = runProgress(talk.progress(`  ${label}`));
    const done = await evaluate({ ...domain, ...asked, onProgress: side.show });
    side.finish(done);
    return done;
  };
  const base = await ask(`sealed rows, base with its best prompt (${examples} examples)`, {
    generator: sides.base,
    condition:
      examples === 0 ? plainCondition(manifest, "base") : fewShotCondition(manifest, "base", ids.slice(0, examples)),
  });
  const adapted = await ask("sealed rows, adapter", {
    generator: sides.adapter,
    condition: plainCondition(manifest, "adapter"),
  });
  const verdict = compareRuns(base, adapted, { alpha, items });
  return sealedResultsSchema.parse({
    schema: 1,
    adapter: adapter.id,
    version: manifest.version,
    base: { id: results.base.id, sha256: results.base.sha256, examples },
    weights: weights.sha256,
    rows,
    public: {
      dataset: results.dataset.sha256,
      adapter: results.adapterRun.counts,
      base: publicBase,
      verdict: figuresOf.parse(results.againstBest),
    },
    sealed: { adapter: adapted.run.counts, base: base.run.counts, verdict: figuresOf.parse(verdict) },
  } satisfies SealedResults);
}
