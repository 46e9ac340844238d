import type { BaseManifest } from "@locollm/core";
import type { AdapterFolder, CachedBase, Workspace } from "@locollm/store";
import { trainAdapter, type TrainedAdapter, type TrainEvent, type TrainingBackend } from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { trainingStartWords } from "../estimate/estimate-training.ts";
import { finetuneBackend } from "./finetune-backend.ts";
import { gateEngine } from "./gate-engine.ts";
import { trainingProgress } from "./training-progress.ts";
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
  /** PEFT if left out. */
  readonly backend?: TrainingBackend | undefined;
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
}

/** Trains one adapter on one base with its cost said first and its progress shown. */
export async function trainOnBase(
  work: Work,
  workspace: Workspace,
  adapter: AdapterFolder,
  manifest: BaseManifest,
  file: CachedBase,
  { folder = adapter.folder, force = false, threads, without = [], backend = "peft", onEvent }: TrainOnBaseOptions = {},
): Promise<TrainedAdapter> {
  const { talk, signal } = work;
  const asked = await trainingRequest(workspace.root, adapter, manifest, file);
  const request = { ...asked, items: asked.items.filter(({ id }) => !without.includes(id)), threads };
  const start = await trainingStartWords(work, request, manifest, file, backend);
  talk.say(backend === "peft" ? `${start}. Ctrl-C is safe: the next start goes on from there.` : `${start}.`);
  const show = trainingProgress(talk);
  await using stack = new AsyncDisposableStack();
  const finetune = backend === "peft" ? undefined : await finetuneBackend(work, manifest, stack);
  const engine = await gateEngine(manifest, file, stack);
  const trained = await trainAdapter({
    ...request,
    finetune,
    adapterFolder: folder,
    openGenerator: engine.openGenerator,
    force,
    signal,
    onEvent: (event) => {
      show(event);
      // Training's own figures for the gate take some seconds more.
      if (event.event === "progress" && event.step === event.steps) engine.loadAhead();
      onEvent?.(event);
    },
    onLog: (line) => talk.say(`  ${line}`),
  });
  for (const { message, fix, rows } of trained.troubles)
    talk.warn(`${message}${rows.length === 0 ? "" : ` Rows: ${rows.join(", ")}.`}\n  ${fix}`);
  return trained;
}
