import { z } from "zod";

/** A scorer whose value is a similarity from 0 to 1. */
function gradedSchema<Name extends string>(name: Name, rule: string) {
  return z.strictObject({
    scorer: z.literal(name).describe(rule),
    threshold: z.number().gt(0).max(1).default(0.5).describe("An output is right from this value on."),
  });
}

/** How an adapter's answers are scored. Each scorer's rule stands in packages/eval. */
export const scorerOptionsSchema = z.discriminatedUnion("scorer", [
  z.strictObject({ scorer: z.literal("exact").describe("Same text, white space at the ends aside.") }),
  z.strictObject({
    scorer: z.literal("regex").describe("What a regular expression finds in the output; RE2 syntax."),
    pattern: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe(
        "Its first group, or its whole match, is compared with the answer. Without it, the answer is the pattern.",
      ),
  }),
  z.strictObject({
    scorer: z.literal("contains").describe("The answer's text, or each of its texts, stands in the output."),
    match: z.enum(["all", "any"]).default("all").describe("Whether all of the answer's texts are needed, or one."),
    ignoreCase: z.boolean().default(false),
  }),
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
  gradedSchema("rouge-l", "Shares words with the answer, in its order: ROUGE-L."),
  gradedSchema("chrf", "Shares runs of characters with the answer: chrF."),
  z.strictObject({
    scorer: z.literal("sql").describe("A query with the same result set as the answer's, on the fixture."),
    fixture: z.string().regex(/^data\/fixtures\/[A-Za-z0-9._-]+\.json$/, "must be a file data/fixtures/<name>.json"),
  }),
]);
export type ScorerOptions = z.infer<typeof scorerOptionsSchema>;
export type ScorerName = ScorerOptions["scorer"];
