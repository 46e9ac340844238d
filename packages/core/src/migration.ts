import { z } from "zod";
import { adapterIdSchema, schemaVersion, semverSchema, sha256Schema, slugSchema } from "./names.ts";
import { countsSchema } from "./run.ts";
import { verdictSchema } from "./verdict.ts";

/** What becomes of an adapter on another base. */
export const migrationDecisions = ["keep", "needs-data", "retire", "base-alone"] as const;
export type MigrationDecision = (typeof migrationDecisions)[number];

const shareSchema = z.strictObject({
  run: sha256Schema,
  counts: countsSchema,
  interval: z.tuple([z.number(), z.number()]).describe("95 % Wilson interval of the share right."),
});

const openAndSealedSchema = z.strictObject({ public: countsSchema, sealed: countsSchema });

/** One adapter's move, measured: both bases answer the same items. */
export const migratedAdapterSchema = z.strictObject({
  schema: schemaVersion,
  adapter: adapterIdSchema,
  version: z.strictObject({ before: semverSchema, after: semverSchema }),
  data: z.strictObject({ train: sha256Schema, eval: sha256Schema }),
  weights: z.strictObject({ before: sha256Schema, after: sha256Schema }),
  rows: z.strictObject({
    tokensBefore: z.number().describe("Mean tokens of a training row on the old base, prompt and answer."),
    tokensAfter: z.number(),
    tooLong: z.array(z.string()).describe("Training rows that no longer fit the recipe's context length; left out."),
  }),
  revealed: z
    .strictObject({ before: openAndSealedSchema, after: openAndSealedSchema })
    .optional()
    .describe(
      "Each base alone, under its best prompt, on public items and on those that were sealed; absent where none are revealed.",
    ),
  before: shareSchema.describe("The adapter on the old base."),
  after: shareSchema.describe("The adapter on the new base."),
  baseAfter: shareSchema.extend({ examples: z.int() }).describe("The new base alone, under its best prompt."),
  overBase: verdictSchema.describe("The new adapter against the new base."),
  overBefore: verdictSchema.describe("The new adapter against the old one, with the margin."),
  baseOverBefore: verdictSchema.describe("The new base alone against the old adapter, with the margin."),
});
export type MigratedAdapter = z.infer<typeof migratedAdapterSchema>;

/** `semesters/<s>/migrations/<old>--<new>/migration.json`: all adapters of a semester moved from one base to another. */
export const migrationSchema = z.strictObject({
  schema: schemaVersion,
  semester: slugSchema,
  from: z.strictObject({ id: slugSchema, sha256: sha256Schema }),
  to: z.strictObject({ id: slugSchema, sha256: sha256Schema }),
  alpha: z.number(),
  margin: z.number(),
  adapters: z.array(
    z.strictObject({
      moved: migratedAdapterSchema,
      decision: z.enum(migrationDecisions),
      saturated: z.boolean().describe("The new base alone is right so often that the items no longer tell."),
    }),
  ),
  missing: z.array(z.strictObject({ adapter: adapterIdSchema, reason: z.string(), fix: z.string() })),
});
export type Migration = z.infer<typeof migrationSchema>;
