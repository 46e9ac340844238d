import type { BaseManifest } from "@locollm/core";
import type { AdapterFolder, CachedBase, Workspace } from "@locollm/store";
import { addToCurve, emptyCurve, sparkLine, trainAdapter, type TrainedAdapter, type TrainEvent } from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { formatDuration } from "../words/duration.ts";
import type { ProgressLine, Talk } from "../work/talk.ts";
import { estimateTrainingHere, trainingCostWords } from "../estimate/estimate-training.ts";
import { gateEngine } from "./gate-engine.ts";
import { trainingRequest } from "./training-request.ts";

export interface TrainOnBaseOptions {
  /** Where lock and weights go; the adapter's own folder if left out. */
  readonly folder?: string;
  /** Trains even where nothing has changed. */
  readonly force?: boolean | undefined;
  /** CPU threads; torch's own choice if left out. */
  readonly threads?: number | undefined;
  /** Ids of rows that are left out. */
  readonly without?: readonly string[];
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
}

/** Trains one adapter on one base with its cost said first and its progress shown. */
export async function trainOnBase(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
  { folder = adapter.folder, force = false, threads, without = [], onEvent }: TrainOnBaseOptions = {},
): Promise<TrainedAdapter> {
  const { talk, signal } = work;
  const asked = await trainingRequest(workspace.root, adapter, manifest, file);
  const request = { ...asked, items: asked.items.filter(({ id }) => !without.includes(id)), threads };
  const estimate = await estimateTrainingHere(work, request, manifest, file);
  talk.say(
    `Training ${adapter.id}: ${trainingCostWords(estimate)}. Ctrl-C is safe: the next start goes on from there.`,
  );
  const show = trainingProgress(talk);
  await using stack = new AsyncDisposableStack();
  const trained = await trainAdapter({
    ...request,
    adapterFolder: folder,
    openGenerator: await gateEngine(manifest, file, stack),
    force,
    signal,
    onEvent: (event) => {
      show(event);
      onEvent?.(event);
    },
    onLog: (line) => talk.say(`  ${line}`),
  });
  for (const { message, fix, rows } of trained.troubles)
    talk.warn(`${message}${rows.length === 0 ? "" : ` Rows: ${rows.join(", ")}.`}\n  ${fix}`);
  return trained;
}

function trainingProgress(talk: Talk): (event: TrainEvent) => void {
  let line: ProgressLine | undefined;
  let curve = emptyCurve;
  return (event) => {
    curve = addToCurve(curve, event);
    if (event.event === "start") {
      const from = event.resumedAt === 0 ? "" : `, going on at step ${event.resumedAt}`;
      const held = event.heldOut === 0 ? "" : `, ${event.heldOut} more held out to measure on`;
      talk.say(`  ${event.rows} rows${held}, ${event.precision} on ${event.deviceName}${from}`);
      line = talk.progress("  training");
    } else if (event.event === "progress") {
      const rate = `${Math.round(event.tokensPerSecond)} tokens/s`;
      const drawn = sparkLine(curve.steps, 16);
      line?.update(
        `${drawn} step ${event.step} of ${event.steps}, loss ${event.loss.toFixed(3)}, ${rate}, ${formatDuration(event.secondsLeft)} left`,
      );
    } else if (event.event === "halved") {
      talk.say(`  too little memory: going on with ${event.microBatchTokens} tokens at once`);
    } else if (event.event === "done") {
      line?.finish(
        `done in ${formatDuration(event.seconds)}, loss ${event.finalLoss.toFixed(3)}, ${Math.round(event.tokensPerSecond)} tokens/s`,
      );
      const last = curve.checks.at(-1);
      if (last !== undefined)
        talk.say(`  on ${event.validation?.rows} held-out rows: loss ${last.loss.toFixed(3)}, ${Math.round(100 * last.right)} % right`);
    }
  };
}
