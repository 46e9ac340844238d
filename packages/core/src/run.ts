import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { adapterIdSchema, schemaVersion, sha256Schema } from "./names.ts";
import { scorerOptionsSchema } from "./scorer-options.ts";

const countsSchema = z.strictObject({
  items: z.int(),
  right: z.int(),
  wrong: z.int(),
  formatMisses: z.int(),
  contentRight: z.int().describe("Format misses whose content a lenient reader found right."),
  errors: z.int(),
  meanValue: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Mean score of the answered items, where the scorer gives parts, such as per-field F1."),
});
export type Counts = z.infer<typeof countsSchema>;

/** Everything that can change a run's outputs or scores, and what came out; `id` is the hash of all but the counts and `keyFrom`. */
export const runSchema = z.strictObject({
  schema: schemaVersion,
  id: sha256Schema,
  adapter: adapterIdSchema.describe("Whose dataset this is."),
  dataset: z.strictObject({ sha256: sha256Schema, items: z.int() }),
  condition: conditionSchema,
  generator: z.strictObject({
    kind: z.enum(["local", "remote", "recorded"]),
    engine: z.string(),
    revision: z.int(),
    base: z.strictObject({ id: z.string(), sha256: z.string() }),
    adapter: z.strictObject({ id: z.string(), sha256: z.string() }).nullable(),
    template: z.string(),
    shape: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  }),
  scorer: scorerOptionsSchema,
  revisions: z.strictObject({
    prompt: z.int(),
    scorer: z.int(),
    scaffold: z.int().optional().describe("Absent under plain and few-shot, which `prompt` covers."),
  }),
  system: z.string().nullable(),
  examples: sha256Schema
    .optional()
    .describe("Hash of the few-shot examples' rows, which the condition names by id only."),
  fixture: sha256Schema.optional().describe("Hash of the SQL fixture that answers were scored on."),
  keyFrom: z
    .string()
    .optional()
    .describe("The environment variable that held the endpoint's key, to ask again; no part of the id."),
  counts: countsSchema,
  byDifficulty: z.partialRecord(z.enum(["easy", "medium", "hard"]), countsSchema),
});
export type Run = z.infer<typeof runSchema>;
export { countsSchema };
