import { z } from "zod";
import { importMappingSchema } from "./import-mapping.ts";
import { adapterVersionSchema, schemaVersion, semverSchema, slugSchema, textSchema } from "./names.ts";
import { recipeSettingsSchema } from "./recipe.ts";
import { scorerOptionsSchema } from "./scorer-options.ts";

export const toolNames = ["calculator"] as const;
export type ToolName = (typeof toolNames)[number];

/** `adapter.yaml`: what an adapter is for, where its rows come from, how it is asked, trained and scored. */
export const adapterManifestSchema = z.strictObject({
  schema: schemaVersion,
  title: textSchema.max(80),
  summary: textSchema.max(300).describe("One sentence: what it does with what."),
  version: semverSchema,
  authors: z
    .array(z.strictObject({ handle: textSchema }))
    .min(1)
    .describe("Who wrote it, such as [{ handle: your-name }]."),
  from: z
    .array(adapterVersionSchema)
    .min(1)
    .max(16)
    .optional()
    .describe("Adapters that it builds on, with their rows or weights, such as [2026-s1/iso-dates@1.0.0]."),
  licence: textSchema.describe("SPDX name of the data's licence, such as CC-BY-4.0."),
  data: z
    .strictObject({
      provenance: textSchema.describe("Who or what made the rows, and whether personal data is in them."),
    })
    .describe("Where the rows come from: { provenance: … }."),
  prompt: z
    .strictObject({
      system: z.string().optional().describe("The system message of every question."),
      maxTokens: z.int().min(1).max(4096).default(128).describe("The answer is cut after so many tokens."),
      tools: z.array(z.enum(toolNames)).default([]),
    })
    .prefault({}),
  score: scorerOptionsSchema.describe("How an answer is judged, such as { scorer: exact }."),
  train: z.strictObject({ recipe: slugSchema.default("default"), ...recipeSettingsSchema.shape }).prefault({}),
  import: importMappingSchema.optional().describe("How loco data import makes rows of other files."),
  limits: textSchema.describe("Where it must not be trusted."),
  verify: z.string().optional().describe("What a reader should check in an answer before using it."),
});
export type AdapterManifest = z.infer<typeof adapterManifestSchema>;
