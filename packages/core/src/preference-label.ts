import { z } from "zod";

/**
 * Which of two answers to an item a person prefers: a line of the file that a judge is checked against. `first` and `second` are the
 * answers as the person saw them, so that a label stays with its texts whatever runs they came from.
 */
export const preferenceLabelSchema = z
  .strictObject({
    item: z.string().min(1).max(128).describe("The evaluation row's id."),
    question: z.string().optional().describe("What was asked, for whoever labels."),
    first: z.string().optional().describe("The answer that was shown first."),
    second: z.string().optional().describe("The answer that was shown second."),
    preferred: z
      .enum(["first", "second", "tie", "after", "before"])
      .nullable()
      .describe(
        "first or second of this row's answers, or after or before, the two runs; tie; null until somebody has looked.",
      ),
  })
  .refine(
    ({ preferred, first, second }) =>
      (preferred !== "first" && preferred !== "second") || (first !== undefined && second !== undefined),
    { error: "needs the texts first and second, or say after or before" },
  );
export type PreferenceLabel = z.infer<typeof preferenceLabelSchema>;
