import { z } from "zod";

export const outcomes = ["right", "wrong", "format-miss", "error"] as const;

/**
 * What a scorer says of one output. `format-miss`: no answer of the asked-for form was found; `error`: the
 * machinery failed, which is never a wrong answer.
 */
export const scoreSchema = z.strictObject({
  outcome: z.enum(outcomes),
  value: z
    .number()
    .min(0)
    .max(1)
    .describe("1 when right, else 0; a graded scorer gives parts, such as per-field F1 or a similarity."),
  extracted: z.json().optional().describe("What the scorer read as the answer."),
  contentRight: z.boolean().optional().describe("In a format miss: a lenient reader found the right content."),
  reason: z.string().optional().describe("Why it is not right, in plain words."),
});
export type Score = z.infer<typeof scoreSchema>;

/** One of several texts that the model wrote for one item: an answer of a vote, or a turn of a tool loop. */
export const samplePartSchema = z.strictObject({
  output: z.string(),
  finish: z.enum(["stop", "length", "error"]),
  logProbabilities: z.array(z.number()),
  toolResult: z.string().optional().describe("What the tool answered to the call in this text."),
});
export type SamplePart = z.infer<typeof samplePartSchema>;

/** One item under one condition: a line of samples.jsonl. Times stand in timing.jsonl, outside every hash. */
export const sampleSchema = z.strictObject({
  item: z.string(),
  difficulty: z.enum(["easy", "medium", "hard"]).optional(),
  output: z.string(),
  finish: z.enum(["stop", "length", "error"]),
  logProbabilities: z.array(z.number()).describe("Natural log, one per generated token."),
  score: scoreSchema,
  parts: z
    .array(samplePartSchema)
    .optional()
    .describe("All that the model wrote where a condition asks more than once; `output` is the one that is scored."),
});
export type Sample = z.infer<typeof sampleSchema>;

/** A line of timing.jsonl. */
export const sampleTimingSchema = z.strictObject({
  item: z.string(),
  cached: z.boolean(),
  promptTokens: z.int(),
  cachedPromptTokens: z.int(),
  generatedTokens: z.int(),
  milliseconds: z.number(),
});
export type SampleTiming = z.infer<typeof sampleTimingSchema>;

/** A line of tokens.jsonl: the texts behind a sample's log-probabilities, for whoever reads; outside every hash. */
export const sampleTokensSchema = z.strictObject({
  item: z.string(),
  tokens: z.array(z.string()).describe("One per log-probability; an end-of-turn token is the last."),
});
export type SampleTokens = z.infer<typeof sampleTokensSchema>;
