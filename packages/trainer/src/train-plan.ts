import { mkdir } from "node:fs/promises";
import path from "node:path";
import {
  assemblePrompt,
  datasetHash,
  hashOf,
  once,
  LocoError,
  questionOf,
  resolveRecipe,
  sha256Hex,
  targetOf,
  type AdapterManifest,
  type Item,
  type JsonValue,
  type Message,
  type Recipe,
} from "@locollm/core";
import { maxCommittedWeightsBytes, metadataText, readGguf, writeWhole, type Gguf } from "@locollm/store";
import { readArchitecture, type Architecture } from "./architectures.ts";
import type { AdapterOrigin } from "./export-adapter.ts";
import { loraWeights } from "./lora-weights.ts";
import { trainerRevision } from "./revision.ts";

/** The base that an adapter is trained on: its verified file, and the manifest's chat template where it has one. */
export interface TrainingBase {
  readonly id: string;
  readonly sha256: string;
  readonly file: string;
  readonly chatTemplate?: string | undefined;
}

export interface TrainingRequest {
  /** `<semester>/<slug>`. */
  readonly adapterId: string;
  readonly manifest: AdapterManifest;
  /** The rows of `data/train.jsonl`, in file order. */
  readonly items: readonly Item[];
  readonly base: TrainingBase;
  /** The class repository; the run stands in its `.loco/runs/train/`. */
  readonly root: string;
  /** Where to train; `auto` takes CUDA where torch sees it. */
  readonly device?: "auto" | "cpu" | "cuda" | undefined;
  /** CPU threads; absent for torch's own choice, the physical cores. */
  readonly threads?: number | undefined;
}

export interface TrainRow {
  readonly id: string;
  readonly messages: readonly Message[];
  readonly target: string;
}

/** A text whose log-probability training notes down after the prompt of the row called `id`. */
export interface ParityRow {
  readonly id: string;
  readonly continuation: string;
}

/** Everything that decides the weights of one run, and where it stands. */
export interface TrainPlan {
  /** sha256 over all that can change a weight; names the run's folder. */
  readonly hash: string;
  readonly folder: string;
  readonly adapterId: string;
  readonly manifest: AdapterManifest;
  readonly base: TrainingBase & { readonly gguf: Gguf; readonly template: string; readonly templateSha256: string };
  readonly architecture: Architecture;
  readonly recipe: Recipe;
  readonly rows: readonly TrainRow[];
  readonly parity: readonly ParityRow[];
  readonly trainSha256: string;
  readonly device: "auto" | "cpu" | "cuda";
  readonly threads: number;
  /** Tokens that go through the model at once, padding counted: what the memory of training depends on. */
  readonly microBatchTokens: number;
}

const parityRows = 16;

/** On a processor, and where no device is known. */
export const microBatchTokens = 768;

/**
 * Plans a run: reads the base's header, resolves the recipe, turns items into rows.
 *
 * @throws LocoError `no-rows`, `no-template`, `unknown-recipe`, `architecture-unknown`, `weights-too-large`, `gguf-…`
 */
export function planTraining(request: TrainingRequest): TrainPlan {
  const { adapterId, manifest, items, base } = request;
  if (items.length === 0) {
    throw new LocoError({
      code: "no-rows",
      message: `${adapterId} has no training rows.`,
      fix: "Write rows to data/train.jsonl, then run loco check.",
      fields: { adapter: adapterId },
    });
  }
  const gguf = headerOf(base);
  const template = base.chatTemplate ?? metadataText(gguf.metadata, "tokenizer.chat_template");
  if (template === undefined) {
    throw new LocoError({
      code: "no-template",
      message: `The base ${base.id} has no chat template, in its GGUF or in its manifest.`,
      fix: `Add chatTemplate to bases/${base.id}.yaml.`,
      fields: { base: base.id },
    });
  }
  const recipe = resolveRecipe(manifest.train);
  const rows = items.map((item) => ({
    id: item.id,
    messages: assemblePrompt(manifest.prompt.system, questionOf(item)),
    target: targetOf(item),
  }));
  const architecture = readArchitecture(gguf, base.id);
  requireSmall(adapterId, 2 * loraWeights(architecture, recipe));
  const plan = {
    adapterId,
    manifest,
    base: { ...base, gguf, template, templateSha256: sha256Hex(template) },
    architecture,
    recipe,
    rows,
    parity: chooseParity(rows),
    device: request.device ?? "auto",
    threads: request.threads ?? 0,
    microBatchTokens,
  };
  // A fleet's estimates ask a thousand plans for neither.
  const hash = once(() => identityOf(plan));
  const trainSha256 = once(() => datasetHash(items));
  return {
    ...plan,
    get hash() {
      return hash();
    },
    get folder() {
      return path.join(request.root, ".loco", "runs", "train", hash().slice(0, 32));
    },
    get trainSha256() {
      return trainSha256();
    },
  };
}

function identityOf(plan: Omit<TrainPlan, "hash" | "folder" | "trainSha256">): string {
  return hashOf({
    permuted: plan.architecture.permuted,
    base: plan.base.sha256,
    template: plan.base.templateSha256,
    recipe: plan.recipe,
    rows: plan.rows as unknown as JsonValue,
    parity: plan.parity as unknown as JsonValue,
    revision: trainerRevision,
    microBatchTokens: plan.microBatchTokens,
    device: plan.device,
  });
}

/** A fleet plans a thousand trainings on one base; its vocabulary is read once. */
const headers = new Map<string, Gguf>();

function headerOf({ file, sha256 }: TrainingBase): Gguf {
  const key = `${sha256} ${file}`;
  const known = headers.get(key) ?? readGguf(file);
  headers.set(key, known);
  return known;
}

// Said before hours of training, not after.
function requireSmall(adapterId: string, bytes: number): void {
  if (bytes <= maxCommittedWeightsBytes) return;
  const size = (value: number): string => `${(value / 1e6).toFixed(1)} MB`;
  throw new LocoError({
    code: "weights-too-large",
    message: `The weights of ${adapterId} would have ${size(bytes)}; an adapter's folder takes at most ${size(maxCommittedWeightsBytes)}.`,
    fix: "Lower train.rank, or set train.topLayers in adapter.yaml.",
    fields: { adapter: adapterId, bytes, limit: maxCommittedWeightsBytes },
    kind: "usage",
  });
}

/**
 * Sixteen fixed rows (all, where there are fewer), by the hash of their ids. Every second one is asked for another
 * row's target: a right answer's probability saturates near 1, a wrong one's shows how strong the adapter is.
 */
function chooseParity(rows: readonly TrainRow[]): ParityRow[] {
  const chosen = rows
    .map((row) => ({ row, key: sha256Hex(row.id) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, parityRows)
    .map(({ row }) => row);
  return chosen.map((row, at) => {
    const other =
      chosen.find((one, place) => place > at && one.target !== row.target) ??
      chosen.find((one) => one.target !== row.target);
    return { id: row.id, continuation: at % 2 === 1 && other !== undefined ? other.target : row.target };
  });
}

/** What the Python program reads of a plan; `rows` stands where they were written. */
export function planContent(plan: TrainPlan, rows = "") {
  return {
    base: plan.base.file,
    baseSha256: plan.base.sha256,
    template: plan.base.chatTemplate ?? null,
    rows,
    parity: plan.parity,
    permuted: plan.architecture.permuted,
    recipe: plan.recipe,
    output: plan.folder,
    device: plan.device,
    threads: plan.threads,
    microBatchTokens: plan.microBatchTokens,
    checkpointSteps: 10,
    checkpointSeconds: 30,
  };
}

/** Writes what the Python program reads into the run's folder: `plan.json` and `rows.jsonl`. */
export async function writePlan(plan: TrainPlan): Promise<string> {
  const file = path.join(plan.folder, "plan.json");
  const rows = path.join(plan.folder, "rows.jsonl");
  await mkdir(plan.folder, { recursive: true });
  await writeWhole(rows, plan.rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  await writeWhole(file, `${JSON.stringify(planContent(plan, rows), null, 2)}\n`);
  return file;
}

/** What the adapter's file will say that it was made from. */
export function originOf(plan: TrainPlan, revision: number): AdapterOrigin {
  const { adapterId, base, manifest, recipe, trainSha256 } = plan;
  return { adapterId, base, templateSha256: base.templateSha256, manifest, recipe, trainSha256, revision };
}
