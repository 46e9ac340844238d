import { canonicalJson, LocoError, type JsonValue } from "@locollm/core";
import { z } from "zod";
import type { TrainingOutcome } from "../run-training.ts";
import type { SafeTensor } from "../read-safetensors.ts";
import { readSafetensors } from "../read-safetensors.ts";
import type { TrainPlan } from "../train-plan.ts";
import { checkStart } from "../check-start.ts";
import { checkTensors } from "./check-tensors.ts";
import { resultKey, trainingResultSchema, type TrainingResult } from "./training-result.ts";

export interface ReadResult {
  readonly result: TrainingResult;
  readonly outcome: TrainingOutcome;
  readonly tensors: readonly SafeTensor[];
}

/**
 * Reads what a bundle's script wrote, and refuses it unless it was trained from just what the plan says.
 *
 * @throws LocoError `safetensors-broken`, `weights-too-large`, `result-without-origin`, `result-other-base`,
 *   `result-other-adapter`, `result-other-data`, `result-other-recipe`, `result-other-plan`, `template-differs`; of `checkTensors`
 */
export async function readResult(file: string, plan: TrainPlan): Promise<ReadResult> {
  const { tensors, metadata } = await readSafetensors(
    file,
    "Download it again from where it was trained; a download that broke off leaves part of a file.",
  );
  const result = parseResult(file, metadata[resultKey], plan);
  refuseOther(file, result, plan);
  const { start, done } = result;
  if (start.event !== "start" || done.event !== "done")
    throw withoutOrigin(file, "what it says of itself is not from a finished training", plan);
  checkStart(plan, start);
  checkTensors(file, tensors, plan);
  return { result, outcome: { start, done }, tensors };
}

function parseResult(file: string, text: string | undefined, plan: TrainPlan): TrainingResult {
  if (text === undefined) throw withoutOrigin(file, "it does not say what it was trained from", plan);
  try {
    return trainingResultSchema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll("\n", " ") : "it is no JSON";
    throw withoutOrigin(file, `what it says of itself cannot be read (${why})`, plan, cause);
  }
}

function withoutOrigin(file: string, why: string, plan: TrainPlan, cause?: unknown): LocoError {
  return new LocoError({
    code: "result-without-origin",
    message: `${file} is not taken: ${why}.`,
    fix: `Train with the script that loco bundle ${plan.adapterId} writes; it notes the base, the rows and the recipe in the file.`,
    fields: { file, adapter: plan.adapterId },
    cause,
  });
}

/** The first thing that differs, the widest first: another base makes all the rest meaningless. */
function refuseOther(file: string, result: TrainingResult, plan: TrainPlan): void {
  const fail = (code: string, message: string, fields: Record<string, JsonValue>): never => {
    throw new LocoError({
      code,
      message: `${file} ${message}`,
      fix: `Bring the result of this adapter as it is now: loco bundle ${plan.adapterId} --base ${plan.base.id}, then train again.`,
      fields: { file, adapter: plan.adapterId, base: plan.base.id, ...fields },
    });
  };
  const short = (sha256: string) => sha256.slice(0, 12);
  if (result.base.sha256 !== plan.base.sha256) {
    fail(
      "result-other-base",
      `was trained on ${result.base.id} (sha256 ${short(result.base.sha256)}), not on ${plan.base.id} (sha256 ${short(plan.base.sha256)}).`,
      { trainedOn: result.base.sha256, baseSha256: plan.base.sha256 },
    );
  }
  if (result.adapter !== plan.adapterId)
    fail("result-other-adapter", `is ${result.adapter}, not ${plan.adapterId}.`, { trained: result.adapter });
  if (result.train.sha256 !== plan.trainSha256) {
    fail(
      "result-other-data",
      `was trained on other rows than data/train.jsonl holds now: ${result.train.rows} then, ${plan.rows.length} now, or changed ones.`,
      { trainedOn: result.train.sha256, trainSha256: plan.trainSha256 },
    );
  }
  const settings = Object.entries(plan.recipe).flatMap(([name, value]) => {
    const then = result.recipe[name as keyof typeof result.recipe];
    const [ours, theirs] = [canonicalJson(value as JsonValue), canonicalJson(then as JsonValue)];
    return ours === theirs ? [] : [`${name} ${theirs}, not ${ours}`];
  });
  if (settings.length > 0)
    fail("result-other-recipe", `was trained with another recipe: ${settings.join("; ")}.`, { settings });
  if (result.plan !== plan.hash) {
    fail(
      "result-other-plan",
      `was trained from the same rows and recipe, but with another system message, chat template or version of the trainer.`,
      { plan: plan.hash, trained: result.plan },
    );
  }
}
