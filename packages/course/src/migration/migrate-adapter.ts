import {
  datasetHash,
  hashOf,
  resolveRecipe,
  type BaseManifest,
  type MigratedAdapter,
  type ResultsSummary,
} from "@locollm/core";
import { compareRuns, type Evaluation } from "@locollm/eval";
import type { OpenBase } from "@locollm/inference";
import {
  loadWeights,
  readAdapterData,
  readRevealedRows,
  writeResults,
  type AdapterFolder,
  type CachedBase,
  type Workspace,
} from "@locollm/store";
import { openEngine } from "../engine/open-engine.ts";
import { evaluateOnBase, type AdapterEvaluation } from "../evaluation/evaluate-on-base.ts";
import { trainOnBase, type TrainOnBaseOptions } from "../training/train-on-base.ts";
import type { Work } from "../work/work.ts";
import { askRevealed } from "./ask-revealed.ts";
import { keepMove, readMove } from "./kept-moves.ts";
import { rowTokens } from "./row-tokens.ts";

/** A base that is on this machine. */
export interface BaseHere {
  readonly manifest: BaseManifest;
  readonly file: CachedBase;
}

export interface MoveOptions {
  readonly from: BaseHere;
  readonly to: BaseHere;
  readonly alpha: number;
  readonly margin: number;
  /** How the new base's training is run. */
  readonly training?: Pick<TrainOnBaseOptions, "threads" | "onEvent">;
}

/**
 * Moves one adapter: trains it on the new base from the rows that fit there, asks both bases the same items, and compares. Nothing of the
 * old base is written over; what is finished is not done again.
 *
 * @throws LocoError of `loadWeights`, `trainOnBase`, `evaluateOnBase`
 */
export async function migrateAdapter(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  { from, to, alpha, margin, training }: MoveOptions,
): Promise<MigratedAdapter> {
  const { root } = workspace;
  const data = await readAdapterData(adapter);
  const [train, items] = [data.train, data.eval].map((rows) => rows.map(({ item }) => item)) as [Item[], Item[]];
  const hashes = { train: datasetHash(train), eval: datasetHash(items) };
  const { seals } = workspace.semesters.find(({ id }) => id === adapter.semester)!;
  const revealed = (await readRevealedRows(adapter, seals)).map(({ item }) => item);
  // A switch changes the version alone.
  const { version, ...manifest } = adapter.manifest;
  const old = adapter.locks.get(from.manifest.id)?.weights.sha256 ?? null;
  const asked = { data: hashes, manifest, old, revealed: datasetHash(revealed), alpha, margin };
  const key = { from: from.file.sha256, to: to.file.sha256, asked: hashOf(JSON.parse(JSON.stringify(asked))) };
  const kept = await readMove(root, adapter.id, key);
  if (kept !== null) return kept;
  const before = await loadWeights(adapter, from.manifest.id, { signal: work.signal });
  const limit = resolveRecipe(adapter.manifest.train).contextLength;
  const { system } = adapter.manifest.prompt;
  const tokens = (base: OpenBase) => rowTokens(base, system, train, limit);

  const onRevealed = async (engine: OpenBase, evaluation: AdapterEvaluation) =>
    revealed.length === 0 ? null : askRevealed(work, engine, adapter, revealed, evaluation);

  const { tokensBefore, was, gapBefore } = await onBase(from, async (engine) => {
    const evaluation = await evaluateOnBase(work, workspace, adapter, engine, { write: false });
    return { tokensBefore: await tokens(engine), was: evaluation, gapBefore: await onRevealed(engine, evaluation) };
  });
  const tokensAfter = await onBase(to, tokens);
  const without = tokensAfter.tooLong;
  const { lock } = await trainOnBase(work, workspace, adapter, to.manifest, to.file, { ...training, without });
  const trained = { ...adapter, locks: new Map(adapter.locks).set(to.manifest.id, lock) };
  const { now, gapAfter } = await onBase(to, async (engine) => {
    const evaluation = await evaluateOnBase(work, workspace, trained, engine);
    return { now: evaluation, gapAfter: await onRevealed(engine, evaluation) };
  });
  await writeResults(adapter.folder, now.summary);

  const judging = { alpha, items };
  const moved: MigratedAdapter = {
    schema: 1,
    adapter: adapter.id,
    version: { before: version, after: nextMajor(version) },
    data: hashes,
    weights: { before: before.sha256, after: lock.weights.sha256 },
    rows: { tokensBefore: tokensBefore.mean, tokensAfter: tokensAfter.mean, tooLong: [...tokensAfter.tooLong] },
    ...(gapBefore === null || gapAfter === null ? {} : { revealed: { before: gapBefore, after: gapAfter } }),
    before: share(was, "adapterRun"),
    after: share(now, "adapterRun"),
    baseAfter: { ...share(now, "baseBest"), examples: now.summary.baseBest.examples },
    overBase: compareRuns(now.baseBest, now.adapterRun, judging),
    overBefore: compareRuns(was.adapterRun, now.adapterRun, { ...judging, margin }),
    baseOverBefore: compareRuns(was.adapterRun, now.baseBest, { ...judging, margin }),
  };
  await keepMove(root, key, moved);
  return moved;
}

type Item = Parameters<typeof datasetHash>[0][number];

/** Opens a base for some work and closes it: two at once would hold both bases' weights. */
async function onBase<Result>(
  { manifest, file }: BaseHere,
  work: (engine: OpenBase) => Promise<Result>,
): Promise<Result> {
  await using stack = new AsyncDisposableStack();
  return await work(await openEngine(stack, manifest, file));
}

function share({ summary, ...runs }: AdapterEvaluation, side: "adapterRun" | "baseBest") {
  const { run }: Evaluation = runs[side];
  const { counts, interval }: ResultsSummary["adapterRun"] = summary[side];
  return { run: run.id, counts, interval };
}

/** A new default base is a new major version. */
function nextMajor(version: string): string {
  return `${Number(version.split(".")[0]) + 1}.0.0`;
}
