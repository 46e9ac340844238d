import { z } from "zod";

const sqlName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be a plain SQL name");

/** Rows that the sql scorer builds its read-only database from: data, never SQL. */
export const sqlFixtureSchema = z.strictObject({
  schema: z.literal(1),
  tables: z.record(
    sqlName,
    z.strictObject({
      columns: z.record(sqlName, z.enum(["integer", "real", "text"])),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
    }),
  ),
});
export type SqlFixture = z.infer<typeof sqlFixtureSchema>;
