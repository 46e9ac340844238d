import { z } from "zod";
import { adapterIdSchema, schemaVersion, semverSchema, sha256Schema } from "./names.ts";
import { countsSchema } from "./run.ts";
import { verdictSchema } from "./verdict.ts";

const setSchema = z.strictObject({
  adapter: countsSchema,
  base: countsSchema.describe("Under its best prompt, chosen on training rows."),
  // Ids of runs are hashes of the rows without a salt: rows that somebody guesses could be held against them.
  verdict: verdictSchema.omit({ before: true, after: true }),
});

const differenceSchema = z.strictObject({ delta: z.number(), interval: z.tuple([z.number(), z.number()]) });

const sealedGapSchema = z.strictObject({
  level: z.number().describe("Confidence level of the intervals, such as 0.95."),
  adapter: differenceSchema.describe("Share right on public items less that on sealed ones."),
  base: differenceSchema.describe("The same of the base, which saw neither set."),
  gain: differenceSchema.describe("What the adapter gains over the base on public items less that on sealed ones."),
  sentences: z.array(z.string()),
});
export type SealedGap = z.infer<typeof sealedGapSchema>;

/**
 * What adapter and base did on sealed rows: counts and a verdict, and not a word of a row. It stays in the instructor's folder until
 * `loco semester reveal` writes it to `sealed-results/<base>.json` with the gap.
 */
export const sealedResultsSchema = z.strictObject({
  schema: schemaVersion,
  adapter: adapterIdSchema,
  version: semverSchema,
  base: z.strictObject({ id: z.string(), sha256: sha256Schema, examples: z.int().describe("k of its best prompt.") }),
  weights: sha256Schema,
  rows: z.strictObject({
    sha256: sha256Schema.describe("As published in seals.json."),
    items: z.int(),
    inTraining: z.int().describe("Of these, left out because their question stands in the adapter's training rows."),
  }),
  public: setSchema.extend({ dataset: sha256Schema }),
  sealed: setSchema,
  gap: sealedGapSchema.optional().describe("Absent while the rows are sealed."),
});
export type SealedResults = z.infer<typeof sealedResultsSchema>;
