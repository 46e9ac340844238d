import {
  adapterIdSchema,
  machineSchema,
  writtenRecipeSchema,
  schemaVersion,
  semverSchema,
  sha256Schema,
} from "@locollm/core";
import { z } from "zod";
import { parityValuesSchema } from "../adapter-lock.ts";
import { trainEventSchema } from "../train-event.ts";
import type { TrainPlan } from "../train-plan.ts";

/** The safetensors metadata key under which a bundle's script tells, as JSON, what it trained from. */
export const resultKey = "loco";

const originSchema = z.strictObject({
  schema: schemaVersion,
  plan: sha256Schema.describe("Over all that can change a weight."),
  adapter: adapterIdSchema,
  version: semverSchema,
  base: z.strictObject({ id: z.string(), sha256: sha256Schema, template: sha256Schema }),
  train: z.strictObject({ sha256: sha256Schema, rows: z.int() }),
  recipe: writtenRecipeSchema,
});

/** What a result of training elsewhere says of itself: from what, with what, on which machine, and what PEFT computed there. */
export const trainingResultSchema = originSchema.extend({
  start: trainEventSchema,
  done: trainEventSchema,
  parity: parityValuesSchema,
  machine: machineSchema,
});
export type TrainingResult = z.infer<typeof trainingResultSchema>;

/** What a plan's result must say of where it comes from. */
export function resultOrigin(plan: TrainPlan): z.infer<typeof originSchema> {
  return {
    schema: 1,
    plan: plan.hash,
    adapter: plan.adapterId,
    version: plan.manifest.version,
    base: { id: plan.base.id, sha256: plan.base.sha256, template: plan.base.templateSha256 },
    train: { sha256: plan.trainSha256, rows: plan.rows.length },
    recipe: plan.recipe,
  };
}
