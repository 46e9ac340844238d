import { readFile } from "node:fs/promises";
import path from "node:path";
import { canonicalJson, hashOf, type JsonValue, type Lock, type ParityReference } from "@locollm/core";
import { hashFile, type PlacedWeights } from "@locollm/store";
import { z } from "zod";
import type { FinishedTraining } from "./finished-training.ts";
import { thisMachine } from "./machine.ts";
import { sameButForRounding } from "./revision.ts";
import type { TrainPlan } from "./train-plan.ts";

/** What the Python program notes down for the gate: natural log-probabilities per answer token of each parity row. */
export const parityValuesSchema = z.array(
  z.strictObject({
    id: z.string(),
    base: z.array(z.number()),
    adapter: z.array(z.number()),
    misordered: z.array(z.number()).optional(),
  }),
);

/** The reference that the Python program left in the run's folder, with the texts that it belongs to. */
export async function readParity(plan: TrainPlan): Promise<ParityReference[]> {
  const text = await readFile(path.join(plan.folder, "parity.json"), "utf8");
  return parityReference(plan, parityValuesSchema.parse(JSON.parse(text)));
}

/** The parity rows' values, in the plan's order, with the texts that they belong to. */
export function parityReference(plan: TrainPlan, values: z.infer<typeof parityValuesSchema>): ParityReference[] {
  const rows = new Map(plan.rows.map((row) => [row.id, row]));
  const round = (numbers: readonly number[]): number[] => numbers.map((value) => Number(value.toFixed(5)));
  return plan.parity.map(({ id, continuation }, at) => {
    const { base = [], adapter = [], misordered } = values[at] ?? {};
    return {
      id,
      messages: [...(rows.get(id)?.messages ?? [])],
      continuation,
      base: round(base),
      adapter: round(adapter),
      ...(misordered === undefined ? {} : { misordered: round(misordered) }),
    };
  });
}

/** The lock of a finished run whose weights passed the parity gate; `elsewhere` is the machine where it was not this one. */
export function buildLock(
  plan: TrainPlan,
  { backend, outcome, reference: parity, curve, elsewhere }: FinishedTraining,
  weights: PlacedWeights,
): Lock {
  const { start, done } = outcome;
  return {
    schema: 1,
    adapter: plan.adapterId,
    version: plan.manifest.version,
    base: { id: plan.base.id, sha256: plan.base.sha256, template: plan.base.templateSha256 },
    manifest: hashOf(plan.manifest as unknown as JsonValue),
    data: { train: { sha256: plan.trainSha256, rows: plan.rows.length } },
    recipe: plan.recipe,
    weights: { sha256: weights.sha256, bytes: weights.bytes, source: `weights/${plan.base.id}.gguf` },
    parity,
    trainer: {
      backend,
      revision: start.revision,
      precision: start.precision,
      device: start.device,
      versions: start.versions,
      seconds: done.seconds,
      tokensPerSecond: done.tokensPerSecond,
      finalLoss: done.finalLoss,
      ...(done.validation === null ? {} : { validation: done.validation }),
      ...(curve === undefined ? {} : { curve }),
      machine: elsewhere ?? thisMachine(start.device === "cuda" ? start.deviceName : null),
      ...(elsewhere === undefined ? {} : { place: "elsewhere" as const }),
    },
  };
}

/** Whether a lock and the weights beside it are what this plan would train, but for rounding. */
export async function isTrained(plan: TrainPlan, lock: Lock, weightsFile: string): Promise<boolean> {
  const ordered = plan.recipe.targets.some((target) => target === "q" || target === "k");
  const same =
    // Only PEFT's own model tells what a wrong order would do.
    (lock.trainer.backend !== "peft" || lock.parity.every((row) => (row.misordered !== undefined) === ordered)) &&
    lock.base.sha256 === plan.base.sha256 &&
    lock.base.template === plan.base.templateSha256 &&
    lock.manifest === hashOf(plan.manifest as unknown as JsonValue) &&
    lock.data.train.sha256 === plan.trainSha256 &&
    lock.trainer.revision >= sameButForRounding &&
    canonicalJson(lock.recipe as unknown as JsonValue) === canonicalJson(plan.recipe as unknown as JsonValue);
  if (!same) return false;
  try {
    return (await hashFile(weightsFile)) === lock.weights.sha256;
  } catch {
    return false;
  }
}
