import { z } from "zod";

const share = z.number().min(0).max(1);

export const confidenceWorths = ["usable", "too-few", "not-shown"] as const;

/**
 * How well the probabilities of an answer's tokens tell whether the answer is right, measured on one side's evaluation
 * answers. The calibration is fitted on all of them; every figure about it comes from answers that it was not fitted on.
 */
export const confidenceSchema = z.strictObject({
  worth: z
    .enum(confidenceWorths)
    .describe(
      "usable; too-few: fewer than 10 right or 10 wrong answers; not-shown: the interval of the AUROC reaches 0.5.",
    ),
  questions: z.int().describe("Answers with token probabilities and without a machinery error."),
  right: z.int(),
  folds: z.int().describe("Rows of one source are in one fold."),
  calibration: z
    .strictObject({
      intercept: z.number(),
      slope: z.number().min(0),
      covariance: z
        .tuple([z.number(), z.number(), z.number()])
        .describe("Of intercept and slope: variance, covariance, variance."),
      range: z.tuple([z.number(), z.number()]).describe("Least and greatest value that was seen."),
    })
    .describe("Log-odds of being right = intercept + slope × −ln(−mean log-probability of the answer's tokens)."),
  auroc: share
    .nullable()
    .describe("A right answer's tokens are likelier than a wrong one's; null where all are alike."),
  aurocInterval: z.tuple([share, share]).nullable().describe("95 %."),
  brier: share.describe("Mean squared error of the calibrated share, out of fold."),
  calibrationError: share.describe("Mean distance of predicted and observed share over the bins, out of fold."),
  calibrationErrorByChance: share.describe("What it would be on average if every prediction were exactly true."),
  bins: z
    .array(z.strictObject({ items: z.int(), predicted: share, right: z.int() }))
    .describe("Equally many answers each, least sure first; predicted is their mean, out of fold."),
  below: z
    .strictObject({
      threshold: share,
      items: z.int().describe("Answers whose calibrated share, out of fold, is below the threshold."),
      right: z.int(),
      baseRight: z.int().describe("The same questions, answered by the base with its best prompt."),
      next: z.enum(["base", "ask-back"]).describe("base: it was shown to be right on more of them."),
    })
    .optional()
    .describe("What to do with an answer that is not sure enough; measured for the adapter alone."),
});
export type Confidence = z.infer<typeof confidenceSchema>;
