import { z } from "zod";
import { machineSchema } from "./machine.ts";
import { messageSchema } from "./message.ts";
import { adapterIdSchema, schemaVersion, semverSchema, sha256Schema } from "./names.ts";
import { writtenRecipeSchema } from "./recipe.ts";
import { trainingCurveSchema } from "./training-curve.ts";

/** PEFT's own log-probabilities at training, which the parity gate holds llama.cpp against. */
export const parityReferenceSchema = z.strictObject({
  id: z.string().describe("The training row's id."),
  messages: z.array(messageSchema),
  continuation: z.string(),
  base: z.array(z.number()).describe("Per continuation token, natural log, without the adapter; end of turn last."),
  adapter: z.array(z.number()).describe("The same tokens with the adapter."),
  misordered: z
    .array(z.number())
    .optional()
    .describe(
      "The same tokens if an export got the order of the adapter's query and key rows wrong; the gate looks for it.",
    ),
});
export type ParityReference = z.infer<typeof parityReferenceSchema>;

/** `locks/<base>.json`: what was trained on one base, from what, with what, and where the weights are. */
export const lockSchema = z.strictObject({
  schema: schemaVersion,
  adapter: adapterIdSchema,
  version: semverSchema,
  base: z.strictObject({ id: z.string(), sha256: sha256Schema, template: sha256Schema }),
  manifest: sha256Schema.describe("sha256 of the manifest's canonical JSON at training."),
  data: z.strictObject({ train: z.strictObject({ sha256: sha256Schema, rows: z.int() }) }),
  recipe: writtenRecipeSchema,
  weights: z.strictObject({
    sha256: sha256Schema,
    bytes: z.int(),
    source: z.string().describe("Path in the adapter's folder, or an https address."),
  }),
  parity: z.array(parityReferenceSchema).min(1),
  trainer: z.strictObject({
    backend: z.string(),
    revision: z.int(),
    precision: z.string(),
    device: z.string(),
    versions: z.record(z.string(), z.string()),
    seconds: z.number().describe("Wall-clock time of the training itself."),
    tokensPerSecond: z.number(),
    finalLoss: z.number().describe("Mean of the last steps, nats an answer token."),
    validation: z
      .strictObject({ loss: z.number(), rows: z.int() })
      .optional()
      .describe("The lowest loss on rows that were held out; absent where none were."),
    curve: trainingCurveSchema.optional().describe("Absent where the weights were trained elsewhere."),
    machine: machineSchema.describe("That trained."),
    place: z
      .literal("elsewhere")
      .optional()
      .describe("Where loco import took the weights from a bundle's script; what that says of itself is not verified."),
  }),
});
export type Lock = z.infer<typeof lockSchema>;
