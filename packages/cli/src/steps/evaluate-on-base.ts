import { datasetHash, type BaseManifest, type ResultsSummary } from "@locollm/core";
import {
  buildReport,
  chooseBestPrompt,
  compareRuns,
  createScorer,
  evaluate,
  measureConfidence,
  plainCondition,
  summarise,
  type BestPrompt,
  type Evaluation,
  type Report,
} from "@locollm/eval";
import { openBase, stopLlama } from "@locollm/inference";
import {
  loadWeights,
  openGenerationCache,
  openRunFolder,
  readAdapterData,
  type AdapterData,
  type AdapterFolder,
  type CachedBase,
  type Workspace,
} from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { smallModelNotice } from "../small-model-notice.ts";
import { adaptedGenerator } from "./adapted-generator.ts";
import { evalCommand } from "./eval-command.ts";
import { progressWords, runProgress } from "./run-progress.ts";

export interface AdapterEvaluation {
  readonly summary: ResultsSummary;
  readonly report: Report;
  readonly best: BestPrompt;
  /** Folders of the three runs. */
  readonly runs: Readonly<Record<"adapter" | "basePlain" | "baseBest", string>>;
}

/**
 * The whole paired evaluation of one adapter on one base: the adapter, the base plainly asked, and the base under its
 * best prompt answer the same items; then both verdicts. Only what the cache does not hold is computed.
 *
 * @param trained weights to judge instead of those that the adapter's lock names
 */
export async function evaluateOnBase(
  invocation: Invocation,
  workspace: Workspace,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
  trained?: { readonly path: string; readonly sha256: string },
): Promise<AdapterEvaluation> {
  const { signal, talk } = invocation;
  const semester = workspace.semesters.find(({ id }) => id === adapter.semester)!;
  const weights = trained ?? (await loadWeights(adapter, manifest.id, { signal }));
  const data = await readAdapterData(adapter);
  if (trained === undefined) warnIfStale(invocation, adapter, manifest, data);
  const items = data.eval.map(({ item }) => item);
  const trainingRows = data.train.map(({ item }) => item);
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
    items,
    trainingRows,
    scorer,
    fixture: data.fixture ?? undefined,
    cache,
    signal,
  };
  const side = (label: string) => runProgress(talk.progress(`  ${label}`));

  const plain = side("base, plainly asked");
  const basePlain = await evaluate({
    ...common,
    generator: generators.base,
    condition: plainCondition(adapter.manifest, "base"),
    onProgress: plain.show,
  });
  plain.finish(basePlain);
  const trying = talk.progress("  base, looking for its best prompt on training rows");
  const best = await chooseBestPrompt({
    ...common,
    generator: generators.base,
    onProgress: (progress, examples) => trying.update(`${examples} examples: ${progressWords(progress)}`),
  });
  trying.finish(best.tried.map(({ examples, right, rows }) => `${examples} examples ${right}/${rows}`).join(", "));
  const prompted = side(`base, best prompt (${best.examples} examples)`);
  const baseBest = await evaluate({
    ...common,
    generator: generators.base,
    condition: best.condition,
    onProgress: prompted.show,
  });
  prompted.finish(baseBest);
  const adapted = side("adapter");
  const adapterRun = await evaluate({
    ...common,
    generator: generators.adapter,
    condition: plainCondition(adapter.manifest, "adapter"),
    onProgress: adapted.show,
  });
  adapted.finish(adapterRun);

  const { gate, ask } = semester.manifest;
  const { alpha } = gate;
  const fallback = { threshold: ask.minimumConfidence, baseSamples: baseBest.samples, alpha };
  const summary = summarise({
    version: adapter.manifest.version,
    adapterRun: adapterRun.run,
    basePlain: basePlain.run,
    baseBest: baseBest.run,
    againstBest: compareRuns(baseBest, adapterRun, { alpha, items }),
    againstPlain: compareRuns(basePlain, adapterRun, { alpha, items }),
    confidence: {
      adapterRun: measureConfidence({ items, samples: adapterRun.samples, fallback }),
      basePlain: measureConfidence({ items, samples: basePlain.samples }),
      baseBest: measureConfidence({ items, samples: baseBest.samples }),
    },
  });
  const folder = openRunFolder(workspace.root);
  const keep = ({ run, samples, timings, tokens }: Evaluation) => folder.write(run, samples, timings, tokens);
  return {
    summary,
    best,
    report: buildReport({
      title: adapter.manifest.title,
      summary,
      notice: smallModelNotice(manifest),
      items,
      after: adapterRun,
      before: baseBest,
      command: evalCommand(workspace, adapter, manifest),
    }),
    runs: { adapter: await keep(adapterRun), basePlain: await keep(basePlain), baseBest: await keep(baseBest) },
  };
}

/** Says where the committed weights come from other rows than the folder holds now. */
function warnIfStale({ talk }: Invocation, adapter: AdapterFolder, manifest: BaseManifest, data: AdapterData): void {
  const lock = adapter.locks.get(manifest.id);
  if (lock === undefined || lock.data.train.sha256 === datasetHash(data.train.map(({ item }) => item))) return;
  talk.warn(
    `The weights of ${adapter.slug} were trained on other rows than data/train.jsonl holds now: loco train ${adapter.slug}`,
  );
}
