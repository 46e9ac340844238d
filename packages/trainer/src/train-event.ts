import { sha256Schema } from "@locollm/core";
import { z } from "zod";

const count = z.int().min(0);
const seconds = z.number().min(0);

/**
 * One line of the training program's stdout. Times in seconds, losses in nats per answer token. What has a default is
 * not in what scripts of earlier versions wrote.
 */
export const trainEventSchema = z.discriminatedUnion("event", [
  z.strictObject({
    event: z.literal("start"),
    revision: count,
    device: z.enum(["cpu", "cuda"]),
    deviceName: z.string(),
    precision: z.enum(["fp32", "bf16", "fp16"]),
    threads: count,
    rows: count.describe("That are trained on."),
    heldOut: count.default(0).describe("Rows that are measured on instead."),
    steps: count.describe("At most."),
    tokens: count.describe("Of the whole run, padding not counted."),
    parameters: count.describe("Trainable weights."),
    resumedAt: count.describe("Steps that a checkpoint had already done."),
    curve: z
      .strictObject({
        steps: z.array(z.number()),
        rates: z.array(z.number()),
        checks: z.array(z.strictObject({ step: count, loss: z.number(), right: z.number() })),
      })
      .optional()
      .describe("How it went up to there: loss and rate of each step, and what was measured on held-out rows."),
    specialTokens: z.record(z.string(), z.string()).describe("That a chat template may name."),
    rendered: z.array(z.strictObject({ id: z.string(), sha256: sha256Schema })),
    versions: z.record(z.string(), z.string()),
    loadSeconds: seconds,
  }),
  z.strictObject({
    event: z.literal("progress"),
    step: count,
    steps: count,
    loss: z.number(),
    learningRate: z.number(),
    tokens: count,
    tokensPerSecond: z.number(),
    secondsLeft: seconds,
  }),
  z.strictObject({
    event: z.literal("validation"),
    step: count,
    loss: z.number(),
    right: z.number().min(0).max(1).describe("Share of rows whose every answer token was the likeliest."),
    rows: count,
  }),
  z.strictObject({
    event: z.literal("halved"),
    microBatchTokens: count.describe("That go through the model at once from here on: there was too little memory."),
  }),
  z.strictObject({ event: z.literal("checkpoint"), step: count }),
  z.strictObject({ event: z.literal("parity"), rows: count }),
  z.strictObject({
    event: z.literal("done"),
    steps: count,
    tokens: count,
    seconds,
    tokensPerSecond: z.number(),
    finalLoss: z.number(),
    validation: z.strictObject({ loss: z.number(), rows: count }).nullable().default(null),
    hardest: z
      .array(z.strictObject({ id: z.string(), loss: z.number() }))
      .default([])
      .describe("Training rows of the highest loss a token, of those that the second half of the run saw."),
    peakMemoryBytes: count.nullable().describe("Resident memory at its highest; null where it cannot be known."),
  }),
  z.strictObject({ event: z.literal("error"), code: z.string(), message: z.string(), fix: z.string() }),
]);
export type TrainEvent = z.infer<typeof trainEventSchema>;
export type TrainEventOf<Name extends TrainEvent["event"]> = Extract<TrainEvent, { event: Name }>;

/** What the program's `probe` prints. */
export const probeEventSchema = z.strictObject({
  event: z.literal("probe"),
  device: z.enum(["cpu", "cuda"]),
  deviceName: z.string(),
  precision: z.enum(["fp32", "bf16", "fp16"]),
  threads: count,
  versions: z.record(z.string(), z.string()),
  speeds: z
    .array(z.strictObject({ width: count, flops: z.number().gt(0) }))
    .min(1)
    .describe("Floating point operations a second in a block of that width, forward and backward with a LoRA."),
});
export type ProbeEvent = z.infer<typeof probeEventSchema>;

/** What the program's `base` prints: natural log-probabilities of each answer token, its end included. */
export const baseEventSchema = z.strictObject({
  event: z.literal("base"),
  modelType: z.string(),
  rows: z.array(z.strictObject({ id: z.string(), logProbabilities: z.array(z.number()) })),
});
export type BaseEvent = z.infer<typeof baseEventSchema>;
