import type { BaseManifest } from "@locollm/core";
import type { AdapterFolder, CachedBase, Workspace } from "@locollm/store";
import { trainAdapter, type TrainedAdapter, type TrainEvent } from "@locollm/trainer";
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
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
}

/** Trains one adapter on one base with its cost said first and its progress shown. */
export async function trainOnBase(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
  { folder = adapter.folder, force = false, threads, onEvent }: TrainOnBaseOptions = {},
): Promise<TrainedAdapter> {
  const { talk, signal } = work;
  const request = { ...(await trainingRequest(workspace.root, adapter, manifest, file)), threads };
  const estimate = await estimateTrainingHere(work, request, manifest, file);
  talk.say(
    `Training ${adapter.id}: ${trainingCostWords(estimate)}. Ctrl-C is safe: the next start goes on from there.`,
  );
  const show = trainingProgress(talk);
  await using stack = new AsyncDisposableStack();
  return await trainAdapter({
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
}

function trainingProgress(talk: Talk): (event: TrainEvent) => void {
  let line: ProgressLine | undefined;
  return (event) => {
    if (event.event === "start") {
      const from = event.resumedAt === 0 ? "" : `, going on at step ${event.resumedAt}`;
      talk.say(`  ${event.rows} rows, ${event.steps} steps, ${event.precision} on ${event.deviceName}${from}`);
      line = talk.progress("  training");
    } else if (event.event === "progress") {
      const rate = `${Math.round(event.tokensPerSecond)} tokens/s`;
      line?.update(
        `step ${event.step} of ${event.steps}, loss ${event.loss.toFixed(3)}, ${rate}, ${formatDuration(event.secondsLeft)} left`,
      );
    } else if (event.event === "done") {
      line?.finish(
        `done in ${formatDuration(event.seconds)}, loss ${event.finalLoss.toFixed(3)}, ${Math.round(event.tokensPerSecond)} tokens/s`,
      );
    }
  };
}
