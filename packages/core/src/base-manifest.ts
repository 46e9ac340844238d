import { z } from "zod";
import { schemaVersion, sha256Schema, slugSchema } from "./names.ts";

const source = z
  .string()
  .regex(/^(hub|https|http|pypi|file):/, "must start with hub:, https:, pypi: or file:")
  .describe(
    "hub:<owner>/<repo>/<file>[@revision], https://…, pypi:<package>==<version>/<path in the wheel>, file:<path>.",
  );

/** `bases/<id>.yaml`: one GGUF model, where it comes from and how it is prompted. */
export const baseManifestSchema = z.strictObject({
  schema: schemaVersion,
  id: slugSchema.describe("The file's name without .yaml."),
  title: z.string().min(1),
  architecture: z.string().min(1).describe("general.architecture of the GGUF, such as llama."),
  parameters: z.int().min(1).describe("Number of weights."),
  file: z.strictObject({
    name: z.string().regex(/^[A-Za-z0-9._-]+\.gguf$/),
    bytes: z.int().min(1).optional().describe("Absent: pinned on the first fetch."),
    sha256: sha256Schema.optional().describe("Absent: pinned on the first fetch."),
  }),
  sources: z
    .array(z.union([source, z.array(source).min(2).describe("Chunks, joined in this order.")]))
    .min(1)
    .describe("Tried in order."),
  licence: z.strictObject({
    name: z.string().min(1).describe("SPDX name or the licence's title."),
    notice: z.string().optional(),
  }),
  contextLength: z.int().min(128).describe("Tokens that the model was made for."),
  chatTemplate: z.string().optional().describe("Jinja; replaces the one in the GGUF, or stands in for a missing one."),
});
export type BaseManifest = z.infer<typeof baseManifestSchema>;
