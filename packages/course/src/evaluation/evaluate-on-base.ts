import { type BaseManifest, type ResultsSummary } from "@locollm/core";
import type { OpenBase } from "@locollm/inference";
import {
  buildReport,
  compareRuns,
  evaluate,
  measureConfidence,
  plainCondition,
  summarise,
  type BestPrompt,
  type Evaluation,
  type Report,
} from "@locollm/eval";
import {
  loadWeights,
  openRunFolder,
  readAdapterData,
  type AdapterData,
  type AdapterFolder,
  type Workspace,
} from "@locollm/store";
import type { Work } from "../work/work.ts";
import { smallModelNotice } from "../words/small-model-notice.ts";
import { againCommand, storedCommand } from "../typed/again-command.ts";
import { evalCommand } from "../typed/eval-command.ts";
import { findBestPrompt } from "./find-best-prompt.ts";
import { judgesOfPair } from "./judges-of-pair.ts";
import { rowsLeftOut, rowsOfHash } from "../migration-records/rows-left-out.ts";
import { openDomain } from "./open-domain.ts";
import { gapSentences } from "../sealed/gap-sentences.ts";
import { sidesOf } from "../engine/open-sides.ts";
import { runProgress } from "./run-progress.ts";
import { typedName } from "../typed/typed-name.ts";

export interface EvaluateOnBaseOptions {
  /** Weights to judge instead of those that the adapter's lock names. */
  readonly weights?: { readonly path: string; readonly sha256: string };
  /** The verdicts also say whether the adapter is less than so much worse; a share. */
  readonly margin?: number | undefined;
  /** Whether the results are to be written; an item is asked again under the prompt that they name. */
  readonly write?: boolean | undefined;
}

export interface AdapterEvaluation {
  readonly summary: ResultsSummary;
  readonly report: Report;
  readonly best: BestPrompt;
  /** The adapter's answers, scored. */
  readonly adapterRun: Evaluation;
  /** The base's answers under its best prompt, scored. */
  readonly baseBest: Evaluation;
  /** Folders of the three runs. */
  readonly runs: Readonly<Record<"adapter" | "basePlain" | "baseBest", string>>;
}

/**
 * The whole paired evaluation of one adapter on one base: the adapter, the base plainly asked, and the base under its
 * best prompt answer the same items; then both verdicts. Only what the cache does not hold is computed.
 */
export async function evaluateOnBase(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  engine: OpenBase,
  { weights: trained, margin, write = true }: EvaluateOnBaseOptions = {},
): Promise<AdapterEvaluation> {
  const { signal, talk } = work;
  const { manifest } = engine;
  const semester = workspace.semesters.find(({ id }) => id === adapter.semester)!;
  const weights = trained ?? (await loadWeights(adapter, manifest.id, { signal }));
  const data = await readAdapterData(adapter);
  if (trained === undefined) await warnIfStale(work, workspace, adapter, manifest, data);
  await using stack = new AsyncDisposableStack();
  const domain = await openDomain(stack, adapter, signal, data);
  const { items } = domain;
  const { path, sha256 } = weights;
  const sides = sidesOf(engine, { id: adapter.id, path, sha256 });
  const side = (label: string) => runProgress(talk.progress(`  ${label}`));

  const plain = side("base, plainly asked");
  const basePlain = await evaluate({
    ...domain,
    generator: sides.base,
    condition: plainCondition(adapter.manifest, "base"),
    onProgress: plain.show,
  });
  plain.finish(basePlain);
  const best = await findBestPrompt(work, domain, sides.base);
  const prompted = side(`base, best prompt (${best.examples} examples)`);
  const baseBest = await evaluate({
    ...domain,
    generator: sides.base,
    condition: best.condition,
    onProgress: prompted.show,
  });
  prompted.finish(baseBest);
  const adapted = side("adapter");
  const adapterRun = await evaluate({
    ...domain,
    generator: sides.adapter,
    condition: plainCondition(adapter.manifest, "adapter"),
    onProgress: adapted.show,
  });
  adapted.finish(adapterRun);

  const { gate, ask } = semester.manifest;
  const { alpha } = gate;
  const judging = { alpha, items, ...(margin !== undefined && { margin }) };
  const fallback = { threshold: ask.minimumConfidence, baseSamples: baseBest.samples, alpha };
  const summary = summarise({
    version: adapter.manifest.version,
    adapterRun: adapterRun.run,
    basePlain: basePlain.run,
    baseBest: baseBest.run,
    againstBest: compareRuns(baseBest, adapterRun, judging),
    againstPlain: compareRuns(basePlain, adapterRun, judging),
    confidence: {
      adapterRun: measureConfidence({ items, samples: adapterRun.samples, fallback }),
      basePlain: measureConfidence({ items, samples: basePlain.samples }),
      baseBest: measureConfidence({ items, samples: baseBest.samples }),
    },
  });
  // Other weights than the lock's cannot be asked by a command: it asks those that the lock names.
  const again =
    trained === undefined
      ? againCommand(workspace, adapter, [adapterRun.run, baseBest.run], write ? { best: best.examples } : {})
      : evalCommand(workspace, adapter, manifest.id);
  const folder = openRunFolder(workspace.root);
  const keep = ({ run, samples, timings, tokens }: Evaluation) => folder.write(run, samples, timings, tokens);
  return {
    summary,
    best,
    adapterRun,
    baseBest,
    report: buildReport({
      title: adapter.manifest.title,
      summary,
      notice: smallModelNotice(manifest),
      items,
      after: adapterRun,
      before: baseBest,
      training: trained === undefined ? adapter.locks.get(manifest.id)?.trainer.curve : undefined,
      sealed: await gapSentences(adapter, semester.seals, summary),
      judges: await judgesOfPair(work, workspace.root, adapterRun.run, baseBest.run),
      command: again ?? storedCommand(adapterRun.run, baseBest.run),
    }),
    runs: { adapter: await keep(adapterRun), basePlain: await keep(basePlain), baseBest: await keep(baseBest) },
  };
}

/** Says where the committed weights come from other rows than the folder holds now. */
async function warnIfStale(
  { talk }: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  data: AdapterData,
): Promise<void> {
  const lock = adapter.locks.get(manifest.id);
  if (lock === undefined) return;
  const items = data.train.map(({ item }) => item);
  const left = await rowsLeftOut(workspace, adapter.id, lock.base.sha256);
  if (rowsOfHash(items, left, lock.data.train.sha256) !== undefined) return;
  talk.warn(
    `The weights of ${adapter.id} were trained on other rows than data/train.jsonl holds now: loco train ${typedName(workspace, adapter)}`,
  );
}
