import { z } from "zod";

/** How a training went, as its lock and its report show it. Losses in nats an answer token. */
export const trainingCurveSchema = z.strictObject({
  steps: z.int().min(1).describe("Optimiser steps of the run."),
  losses: z.array(z.number()).min(1).describe("Means over equal parts of the steps, the first part first."),
  checks: z
    .array(z.strictObject({ step: z.int(), loss: z.number(), right: z.number().min(0).max(1) }))
    .describe(
      "On rows that were held out, after that many steps; `right` is the share whose every token was the likeliest.",
    ),
});
export type TrainingCurve = z.infer<typeof trainingCurveSchema>;
