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
  z
    .strictObject({
      scorer: z.literal("numeric").describe("Same number."),
      tolerance: z.number().min(0).default(1e-6).describe("Largest allowed absolute difference."),
      read: z
        .enum(["last", "hash", "boxed", "any"])
        .optional()
        .describe("Reads the number out of a longer text: the last one, after ####, in \\boxed{}, or any of these."),
      percent: z
        .enum(["number", "hundredths"])
        .optional()
        .describe("What 50 % is: the number 50, as without this option, or 0.5. Needs read."),
      units: z
        .record(z.string().min(1).max(40), z.number().positive())
        .refine((units) => Object.keys(units).length > 0, "needs at least one unit")
        .optional()
        .describe("Units that the number must have, each with its factor, such as { m: 1, km: 1000 }. Needs read."),
    })
    .refine(({ read, percent, units }) => read !== undefined || (percent === undefined && units === undefined), {
      error: "percent and units need read, such as read: last",
    }),
  z
    .strictObject({
      scorer: z.literal("choice").describe("One label of a list."),
      choices: z.array(z.string().min(1)).min(2),
      by: z
        .literal("likelihood")
        .optional()
        .describe("Takes the label that the model finds likeliest instead of the one that it writes."),
      normalise: z
        .enum(["none", "tokens"])
        .optional()
        .describe("With likelihood: whether a label's log-probability is divided by its number of tokens."),
    })
    .refine(({ by, normalise }) => by !== undefined || normalise === undefined, {
      error: "normalise needs by: likelihood",
    }),
  z.strictObject({
    scorer: z.literal("json").describe("Valid JSON with the answer's fields; right when all fields are."),
    schema: z
      .record(z.string(), z.json())
      .optional()
      .describe("JSON Schema (2020-12, without references) that the output must fit."),
  }),
  gradedSchema("rouge-l", "Shares words with the answer, in its order: ROUGE-L."),
  gradedSchema("chrf", "Shares runs of characters with the answer: chrF."),
  z.strictObject({
    scorer: z.literal("sql").describe("A query with the same result set as the answer's, on the fixture."),
    fixture: z.string().regex(/^data\/fixtures\/[A-Za-z0-9._-]+\.json$/, "must be a file data/fixtures/<name>.json"),
  }),
  z.strictObject({
    scorer: z.literal("python").describe("Python code that passes the answer's tests."),
    timeLimit: z.number().min(0.1).max(60).default(5).describe("Seconds that code and tests may take together."),
    memory: z.int().min(32).max(256).default(256).describe("MiB that the interpreter may use."),
  }),
]);
export type ScorerOptions = z.infer<typeof scorerOptionsSchema>;
export type ScorerName = ScorerOptions["scorer"];
