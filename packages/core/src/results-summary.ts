import { z } from "zod";
import { confidenceSchema } from "./confidence.ts";
import { adapterIdSchema, schemaVersion, semverSchema, sha256Schema } from "./names.ts";
import { countsSchema } from "./run.ts";
import { verdictSchema } from "./verdict.ts";

const sideSchema = z.strictObject({
  run: sha256Schema,
  counts: countsSchema,
  interval: z.tuple([z.number(), z.number()]).describe("95 % Wilson interval of the share right."),
  byDifficulty: z.partialRecord(
    z.enum(["easy", "medium", "hard"]),
    z.strictObject({ counts: countsSchema, interval: z.tuple([z.number(), z.number()]) }),
  ),
  confidence: confidenceSchema.optional().describe("Absent where it was not measured."),
});

/** `results/<base>.json`: the committed summary of an adapter's last evaluation on one base. */
export const resultsSummarySchema = z.strictObject({
  schema: schemaVersion,
  adapter: adapterIdSchema,
  version: semverSchema,
  base: z.strictObject({ id: z.string(), sha256: sha256Schema }),
  weights: sha256Schema,
  dataset: z.strictObject({ sha256: sha256Schema, items: z.int() }),
  adapterRun: sideSchema,
  basePlain: sideSchema,
  baseBest: sideSchema.extend({
    examples: z.int().describe("k of the best few-shot prompt, chosen on training rows."),
  }),
  againstBest: verdictSchema,
  againstPlain: verdictSchema,
});
export type ResultsSummary = z.infer<typeof resultsSummarySchema>;
