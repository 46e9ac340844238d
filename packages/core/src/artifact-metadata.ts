import { z } from "zod";
import { adapterIdSchema, sha256Schema, slugSchema } from "./names.ts";

/** Keys that we write into a LoRA GGUF beside llama.cpp's own, so that a file tells what it was made from. */
export const artifactKeys = {
  baseSha256: "loco.base.sha256",
  baseId: "loco.base.id",
  templateSha256: "loco.template.sha256",
  adapterId: "loco.adapter.id",
  manifest: "loco.manifest",
  recipe: "loco.recipe",
  trainSha256: "loco.data.train.sha256",
  trainerRevision: "loco.trainer.revision",
} as const;

const canonicalObject = z
  .string()
  .max(1 << 20)
  .regex(/^\{.*\}$/s, "must be canonical JSON of an object");

/** What an artifact says of itself: no times, no machine. The base is always named, for a file without it is never run. */
export const artifactMetadataSchema = z.object({
  baseSha256: sha256Schema.describe("Of the base's file that it was trained on."),
  baseId: slugSchema.optional(),
  templateSha256: sha256Schema.optional().describe("Of the chat template that training used."),
  adapterId: adapterIdSchema.optional(),
  manifest: canonicalObject.optional().describe("adapter.yaml at training, as canonical JSON."),
  recipe: canonicalObject.optional().describe("Every training setting, as canonical JSON."),
  trainSha256: sha256Schema.optional().describe("Of the training rows' canonical JSONL."),
  trainerRevision: z.int().min(1).optional(),
});
export type ArtifactMetadata = z.infer<typeof artifactMetadataSchema>;
