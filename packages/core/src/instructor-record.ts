import { z } from "zod";
import { gradeParts, moment } from "./grade-rules.ts";
import { adapterIdSchema, schemaVersion, sha256Schema } from "./names.ts";

/** What only the instructor keeps of a graded submission, outside the repository: points, lateness, tries, similar work. */
export const instructorRecordSchema = z.strictObject({
  schema: schemaVersion,
  adapter: adapterIdSchema,
  files: sha256Schema.nullable().describe("The submission's, as in grade.json."),
  measured: sha256Schema
    .nullable()
    .describe(
      "Of all that was sent and that results depend on; the same again is the same try. Null: refused before it was measured, which uses none.",
    ),
  head: z.string().nullable(),
  author: z.string().nullable().describe("Of the commit, by its own words: anybody can write any name there."),
  received: z.strictObject({
    at: moment,
    by: z.enum(["instructor", "commit", "now"]).describe("commit: by the student's own clock, which can be set."),
  }),
  deadline: z.strictObject({ name: z.string(), at: moment }),
  late: z.strictObject({
    days: z.int().min(0).describe("Begun days after deadline and grace."),
    keeps: z.number().min(0).max(1).describe("Share of the points that is left."),
    sentence: z.string(),
  }),
  tries: z.int().min(1).describe("How many are graded, as the semester said."),
  parts: z.array(
    z.strictObject({
      part: z.enum(gradeParts),
      points: z
        .number()
        .nullable()
        .describe("Null: a person has to give them, here in this file; they stay when it is graded again."),
      of: z.number(),
      because: z.string(),
    }),
  ),
  similar: z.array(z.strictObject({ other: z.string(), declared: z.boolean(), sentences: z.array(z.string()) })),
});
export type InstructorRecord = z.infer<typeof instructorRecordSchema>;
