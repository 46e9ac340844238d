import { z } from "zod";
import { sha256Schema } from "./names.ts";

export const verdictOutcomes = ["better", "worse", "no-difference-shown", "too-few-items", "not-decided"] as const;

/** Two runs on the same items, compared item by item. Shares are of 1, differences are after minus before. */
export const verdictSchema = z.strictObject({
  outcome: z.enum(verdictOutcomes),
  before: sha256Schema.describe("Id of the run that is compared against."),
  after: sha256Schema.describe("Id of the run that is judged."),
  items: z.int().describe("Pairs without a machinery error on either side."),
  errors: z.int().describe("Pairs left out because the machinery failed."),
  won: z.int().describe("Discordant pairs that only `after` got right."),
  lost: z.int().describe("Discordant pairs that only `before` got right."),
  delta: z.number(),
  interval: z.tuple([z.number(), z.number()]),
  level: z.number().describe("Confidence level of the interval, such as 0.95."),
  alpha: z.number(),
  pValue: z.number().describe("Two-sided: mid-p McNemar, unless `test` says otherwise."),
  minimalDetectableEffect: z.number().describe("Smallest true difference that this many items show 4 times in 5."),
  test: z.literal("permutation").optional().describe("A paired permutation test, by cluster where there are clusters."),
  judgedBy: z
    .literal("value")
    .optional()
    .describe("Delta, interval and p-value are of graded values instead of right or not."),
  graded: z
    .strictObject({
      before: z.number().describe("Mean value, 0 to 1."),
      after: z.number().describe("Mean value, 0 to 1."),
      delta: z.number(),
      interval: z.tuple([z.number(), z.number()]),
      pValue: z.number().describe("Two-sided paired permutation test."),
      minimalDetectableEffect: z
        .number()
        .optional()
        .describe("Of the values, where right or not decides; else the verdict's own is of the values."),
    })
    .optional()
    .describe("The values, where a scorer gives parts."),
  adjusted: z
    .strictObject({
      method: z.enum(["holm", "benjamini-hochberg"]),
      comparisons: z.int().describe("How many comparisons were adjusted together."),
      pValue: z.number().describe("Adjusted; the outcome follows from it."),
    })
    .optional()
    .describe("Where it is one of several comparisons."),
  clusters: z
    .strictObject({
      count: z.int(),
      standardError: z.number().optional().describe("Cluster-robust, of delta; absent where it cannot be told."),
      designEffect: z.number().describe("Variance as a multiple of that of as many independent items."),
    })
    .optional()
    .describe("Where items share sources: then rows of one source count as one cluster."),
  nonInferiority: z
    .strictObject({
      margin: z.number(),
      pValue: z.number().describe("One-sided, that `after` is less than the margin worse."),
      shown: z.boolean().describe("The p-value is below alpha / 2 and the interval's lower end above −margin."),
    })
    .optional()
    .describe("Where a margin was named."),
});
export type Verdict = z.infer<typeof verdictSchema>;
