import { rm } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { writeWhole } from "@locollm/store";
import { execa } from "execa";
import type { TrainEvent } from "../train-event.ts";
import type { TrainPlan } from "../train-plan.ts";
import { estimateTokens } from "../token-estimate.ts";
import { readProgress, type FinetuneProgress } from "./read-progress.ts";
import { residentPeak } from "./resident-peak.ts";
import { trainingText } from "./training-text.ts";

/** llama.cpp's own programs, by their paths. */
export interface FinetuneTools {
  readonly "llama-quantize": string;
  readonly "llama-finetune": string;
}

export interface FinetuneOptions {
  readonly tools: FinetuneTools;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: TrainEvent) => void) | undefined;
}

export interface FinetunedWeights {
  /** The base in F32, and the same with all its matrices trained. */
  readonly before: string;
  readonly after: string;
  readonly steps: number;
  /** Of all windows, overlapping ones counted as often as they were trained on. */
  readonly tokens: number;
  readonly seconds: number;
  readonly losses: readonly number[];
  /** Resident, of the program that trains; null where it cannot be known. */
  readonly peakMemoryBytes: number | null;
}

/** Tokens of a window. llama-finetune begins one every half of it, so that each token is trained on twice an epoch. */
const window = 256;
/** Whole weights take smaller steps than a LoRA, whose rate is ten to a hundred times theirs. */
const rateShare = 0.02;

/**
 * Trains all matrices of the base with llama-finetune: F32 copy, rows as one text, the program with its progress. It keeps no checkpoint,
 * so an interrupted run begins again.
 *
 * @throws LocoError `interrupted`, `trainer-crashed`, `too-few-tokens`
 */
export async function runFinetune(plan: TrainPlan, options: FinetuneOptions): Promise<FinetunedWeights> {
  const { tools, signal } = options;
  const at = (name: string): string => path.join(plan.folder, name);
  const [before, after, text] = [at("base-f32.gguf"), at("trained-f32.gguf"), at("rows.txt")];
  const rows = trainingText(plan);
  // With fewer the program aborts: it wants more than one window, and the half by which the next one begins later.
  if (estimateTokens(rows) < 2 * window) throw tooFewTokens(plan.adapterId);
  await writeWhole(text, rows);
  await run(tools["llama-quantize"], ["--allow-requantize", plan.base.file, before, "F32"], options, () => undefined);
  await rm(after, { force: true });
  const { recipe } = plan;
  const epochs = Math.max(1, Math.round(recipe.epochs));
  const started = performance.now();
  const losses: number[] = [];
  let all = 0;
  let epoch = 0;
  let diverged = false;
  let peakMemoryBytes: number | null = null;
  const args = [
    "-m",
    before,
    "-f",
    text,
    "-o",
    after,
    ...["-c", window, "-b", window, "-ub", window].map(String),
    ...["-epochs", epochs, "-lr", recipe.learningRate * rateShare, "-val-split", 0].map(String),
    ...(plan.threads > 0 ? ["-t", String(plan.threads)] : []),
  ];
  const follow = (
    { done, all: windows, loss, secondsLeft }: FinetuneProgress,
    pid: number | undefined,
  ): "stop" | undefined => {
    peakMemoryBytes = residentPeak(pid) ?? peakMemoryBytes;
    if (!Number.isFinite(loss)) {
      diverged = true;
      return "stop";
    }
    all = windows;
    const step = epoch * windows + done;
    if (done === windows) epoch++;
    losses[step - 1] = loss;
    const seconds = (performance.now() - started) / 1000;
    options.onEvent?.({
      event: "progress",
      step,
      steps: windows * epochs,
      loss,
      learningRate: recipe.learningRate * rateShare,
      tokens: step * window,
      tokensPerSecond: (step * window) / seconds,
      secondsLeft: secondsLeft + (epochs - 1 - Math.floor((step - 1) / windows)) * (seconds / step) * windows,
    });
    return undefined;
  };
  await run(tools["llama-finetune"], args, options, follow);
  signal?.throwIfAborted();
  if (diverged) {
    throw new LocoError({
      code: "diverged",
      message: "The loss is no number any more.",
      fix: "Lower train.learningRate in adapter.yaml, for example to a third.",
    });
  }
  if (all === 0) throw tooFewTokens(plan.adapterId);
  const steps = all * epochs;
  const seconds = (performance.now() - started) / 1000;
  return { before, after, steps, tokens: steps * window, seconds, losses, peakMemoryBytes };
}

function tooFewTokens(adapter: string): LocoError {
  return new LocoError({
    code: "too-few-tokens",
    message: `The rows of ${adapter} together are shorter than two windows of ${window} tokens.`,
    fix: "Write more rows, or train without --backend llama-finetune.",
    fields: { adapter },
  });
}

async function run(
  program: string,
  args: readonly string[],
  { signal }: FinetuneOptions,
  onProgress: (progress: FinetuneProgress, pid: number | undefined) => "stop" | undefined,
): Promise<void> {
  const child = execa(program, args, {
    stdin: "ignore",
    reject: false,
    all: true,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  let rest = "";
  let isStopped = false;
  // The bar ends its pieces by returns, not by lines.
  child.all.on("data", (chunk: Buffer) => {
    const pieces = (rest + chunk.toString("utf8")).split(/[\r\n]/);
    rest = pieces.pop()!;
    for (const piece of pieces) {
      const progress = readProgress(piece);
      if (progress !== null && onProgress(progress, child.pid) === "stop") {
        isStopped = true;
        child.kill();
      }
    }
  });
  const result = await child;
  if (signal?.aborted === true) {
    throw new LocoError({
      code: "interrupted",
      message: "Training was interrupted. llama-finetune keeps no checkpoint.",
      fix: "Run the same command again: it begins anew.",
      kind: "interrupted",
    });
  }
  if (!result.failed || isStopped) return;
  const output = result.all
    .trim()
    .split(/[\r\n]/)
    .slice(-6)
    .join("\n");
  throw new LocoError({
    code: "trainer-crashed",
    message: `${path.basename(program)} ended with ${result.signal ?? `exit code ${result.exitCode}`}.`,
    fix: "Run the same command again; small bases of the llama architecture are what it can train.",
    fields: { output },
  });
}
