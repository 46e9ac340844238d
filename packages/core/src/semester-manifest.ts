import { z } from "zod";
import { fleetRulesSchema } from "./fleet-rules.ts";
import { gradeRulesSchema, moment } from "./grade-rules.ts";
import { schemaVersion, slugSchema } from "./names.ts";

/** `semester.yaml`: dates, bases and gate rules; the instructor's file. */
export const semesterManifestSchema = z.strictObject({
  schema: schemaVersion,
  title: z.string().min(1),
  active: z.boolean().default(false).describe("A bare adapter name means the active semester's."),
  starts: moment,
  ends: moment,
  bases: z.array(slugSchema).min(1).describe("The first is the default for every student and CI."),
  gate: z
    .strictObject({
      alpha: z.number().gt(0).lt(0.5).default(0.05).describe("Level of the two-sided test."),
      minimumRows: z
        .strictObject({ train: z.int().min(1).default(600), eval: z.int().min(1).default(200) })
        .prefault({})
        .describe("An adapter with fewer rows is not measured."),
    })
    .prefault({}),
  grade: gradeRulesSchema.prefault({}),
  fleet: fleetRulesSchema
    .prefault({})
    .describe("How many adapters at once are worked on: loco train --all --on slurm."),
  ask: z
    .strictObject({
      minimumConfidence: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe(
          "loco ask gives no adapter's answer of which fewer than this share were right; measured again by loco eval.",
        ),
    })
    .prefault({}),
});
export type SemesterManifest = z.infer<typeof semesterManifestSchema>;
