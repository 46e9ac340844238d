import { z } from "zod";
import { adapterIdSchema, schemaVersion, sha256Schema } from "./names.ts";

const share = z.number().min(0).max(1);
const interval = z.tuple([z.number(), z.number()]);

/** A side of a comparison, or neither. */
export const preferenceSchema = z.enum(["after", "before", "tie"]);
export type Preference = z.infer<typeof preferenceSchema>;

const judgedOutcomes = ["after", "before", "tie", "same", "order-dependent", "unreadable", "error"] as const;

/** What a judge said of the two answers to one item. */
export const judgedPairSchema = z.strictObject({
  item: z.string(),
  outcome: z
    .enum(judgedOutcomes)
    .describe(
      "after and before: preferred in both orders. tie: in both orders. same: equal texts, the judge was not asked. order-dependent: the orders disagree. unreadable: a reply without a judgement. error: the machinery failed.",
    ),
  replies: z
    .array(
      z.strictObject({
        shownFirst: z.enum(["after", "before"]),
        preferred: preferenceSchema.nullable().describe("Null where the reply holds no judgement."),
        text: z.string(),
        error: z.string().optional(),
      }),
    )
    .describe("One for each order; none where the judge was not asked."),
  cut: z.literal(true).optional().describe("An answer was too long and was shown in part."),
  person: preferenceSchema.optional().describe("What a person prefers, where a label was given."),
});
export type JudgedPair = z.infer<typeof judgedPairSchema>;

/** How often a judge agrees with people, over the items that both judged. */
export const judgeAgreementSchema = z.strictObject({
  labels: z.int().describe("Labels that belong to an item of these runs."),
  unused: z.int().describe("Labels of other items or other answers, and rows that nobody has labelled yet."),
  compared: z.int().describe("Labels of items on which the judge was read."),
  agreed: z.int(),
  share: share.nullable(),
  interval: interval.describe("Wilson's interval of the share."),
  kappa: z.number().nullable().describe("Cohen's kappa; null where both always say the same one thing."),
  kappaInterval: interval,
  commonest: z.int().describe("Labels that agree with always saying what people say most often."),
  table: z
    .array(z.array(z.int()))
    .describe("Counts: a row for what people said, after, before and tie; a column for the judge's."),
  shown: z.boolean().describe("At least 20 items, and kappa's interval lies above 0."),
});
export type JudgeAgreement = z.infer<typeof judgeAgreementSchema>;

/** Two runs compared by a judge, item by item. It is evidence to look at, and never a verdict. */
export const judgeReportSchema = z.strictObject({
  schema: schemaVersion,
  adapter: adapterIdSchema,
  before: sha256Schema,
  after: sha256Schema,
  judge: z.strictObject({
    kind: z.enum(["local", "remote", "recorded"]),
    engine: z.string(),
    base: z.string(),
    revision: z.int(),
    isSide: z.boolean().describe("The judge's model wrote answers that it judges."),
    reference: z.boolean().describe("The right answer was shown to it."),
    by: z
      .enum(["writing", "likelihood"])
      .describe("What it wrote was read, or the likeliest of the three replies taken."),
    reasons: z.boolean().describe("It wrote its reasons before its judgement."),
  }),
  counts: z.strictObject({
    items: z.int(),
    won: z.int().describe("`after` is preferred in both orders."),
    lost: z.int().describe("`before` is preferred in both orders."),
    ties: z.int().describe("A tie in both orders."),
    same: z.int(),
    orderDependent: z.int(),
    unreadable: z.int(),
    errors: z.int(),
    cut: z.int(),
  }),
  preference: z
    .enum(["after", "before", "none-shown", "too-few-items", "not-decided"])
    .describe("not-decided: more than 2 % of the items were lost to the machinery or to unreadable replies."),
  delta: z.number().describe("(won − lost) / items that were judged."),
  interval,
  level: share,
  alpha: share,
  pValue: share.describe(
    "Two-sided mid-p sign test of won against lost; a permutation of clusters where items share sources.",
  ),
  clusters: z.int().optional().describe("Where items share sources: their number."),
  consistency: z
    .strictObject({ same: z.int(), asked: z.int(), interval })
    .describe("Items with the same judgement in both orders."),
  position: z
    .strictObject({ first: z.int(), second: z.int(), pValue: share })
    .describe("Items on which the answer shown first, or second, was preferred in both orders, whichever it was."),
  agreement: judgeAgreementSchema.nullable().describe("Null: no labels were given, so nobody has checked this judge."),
  pairs: z.array(judgedPairSchema).describe("In the runs' order."),
  decidesGrade: z.literal(false),
});
export type JudgeReport = z.infer<typeof judgeReportSchema>;
