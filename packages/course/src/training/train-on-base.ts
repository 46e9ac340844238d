import type { BaseManifest } from "@locollm/core";
import type { AdapterFolder, CachedBase, Workspace } from "@locollm/store";
import { trainAdapter, type TrainedAdapter, type TrainEvent, type TrainingBackend } from "@locollm/trainer";
import type { Work } from "../work/work.ts";
import { trainingStartWords } from "../estimate/estimate-training.ts";
import { finetuneBackend } from "./finetune-backend.ts";
import { gateEngine } from "./gate-engine.ts";
import { formatBytes } from "../words/bytes.ts";
import { trainingProgress } from "./training-progress.ts";
import { trainingRequest } from "./training-request.ts";

/** Of the base in fp32: as it was, as it was trained, and with the extracted LoRA in it. */
const wholeCopies = 3;

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
  talk.say(
    backend === "peft"
      ? `${await trainingStartWords(work, request, manifest, file)}. Ctrl-C is safe: the next start goes on from there.`
      : `Training ${adapter.id} with llama.cpp alone: ten times as long as with PEFT or longer, up to ${formatBytes(wholeCopies * 4 * manifest.parameters)} of disk while it runs, and no checkpoint.`,
  );
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
