import { z } from "zod";
import type { JsonValue } from "./canonical-json.ts";
import { moment } from "./grade-rules.ts";
import { hashOf } from "./hash.ts";
import type { Item } from "./item.ts";
import { schemaVersion, sha256Schema, slugSchema, textSchema } from "./names.ts";

/** Thirty-two random bytes in hex, so that nobody who guesses rows can hold the guess against a published hash. */
export const saltSchema = z.string().regex(/^[0-9a-f]{64}$/, "must be a salt: 64 lower-case hex digits");

const publishedSchema = z.strictObject({ sha256: sha256Schema, items: z.int().min(1), at: moment });

const adapterSealsSchema = z.strictObject({
  evaluation: publishedSchema
    .optional()
    .describe("data/eval.jsonl as it was frozen: sha256 of its rows, as in locks and results."),
  sealed: publishedSchema
    .extend({
      by: textSchema.describe("The team that wrote the rows, never the adapter's own."),
      proposal: sha256Schema.describe("Of proposal.md, from which the rows were written."),
      revealed: z
        .strictObject({
          at: moment,
          salt: saltSchema,
          results: z
            .strictObject({ base: slugSchema, sha256: sha256Schema })
            .optional()
            .describe("The file sealed-results/<base>.json; absent where nobody graded the rows."),
        })
        .optional()
        .describe("Absent while the rows are sealed; with the salt anybody can prove data/sealed.jsonl."),
    })
    .optional()
    .describe("Rows that nobody outside the instructor's folder has seen: the hash of adapter, rows and salt."),
  earlier: z
    .array(
      publishedSchema.extend({
        of: z.enum(["evaluation", "sealed"]),
        replaced: moment,
        reason: textSchema,
      }),
    )
    .default([])
    .describe("What was published and then replaced, and why: no hash goes silently."),
});
export type AdapterSeals = z.infer<typeof adapterSealsSchema>;

/** `semesters/<semester>/seals.json`: what is published of frozen and sealed evaluation sets. */
export const sealsSchema = z.strictObject({
  schema: schemaVersion,
  adapters: z.record(slugSchema, adapterSealsSchema),
});
export type Seals = z.infer<typeof sealsSchema>;

export interface SealedSet {
  /** `<semester>/<slug>`, so that no set can stand in for another adapter's. */
  readonly adapter: string;
  readonly items: readonly Item[];
  readonly salt: string;
}

/** What is published of sealed rows: the sha256 of adapter, items in file order and salt, in canonical JSON. */
export function sealHash({ adapter, items, salt }: SealedSet): string {
  return hashOf({ adapter, items: items as unknown as JsonValue, salt });
}
