import { z } from "zod";

/** How an adapter's answers are scored. Each scorer's rule stands in packages/eval. */
export const scorerOptionsSchema = z.discriminatedUnion("scorer", [
  z.strictObject({ scorer: z.literal("exact").describe("Same text, white space at the ends aside.") }),
  z.strictObject({
    scorer: z.literal("numeric").describe("Same number."),
    tolerance: z.number().min(0).default(1e-6).describe("Largest allowed absolute difference."),
  }),
  z.strictObject({
    scorer: z.literal("choice").describe("One label of a list."),
    choices: z.array(z.string().min(1)).min(2),
  }),
  z.strictObject({
    scorer: z.literal("json").describe("Valid JSON with the answer's fields; right when all fields are."),
  }),
  z.strictObject({
    scorer: z.literal("sql").describe("A query with the same result set as the answer's, on the fixture."),
    fixture: z.string().regex(/^data\/fixtures\/[A-Za-z0-9._-]+\.json$/, "must be a file data/fixtures/<name>.json"),
  }),
]);
export type ScorerOptions = z.infer<typeof scorerOptionsSchema>;
export type ScorerName = ScorerOptions["scorer"];
