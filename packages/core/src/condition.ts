import { z } from "zod";
import { toolNames } from "./adapter-manifest.ts";
import { samplingSchema } from "./sampling.ts";

/** Tools that a model may call in a loop. */
export const loopTools = ["calculator", "python"] as const;
export type LoopTool = (typeof loopTools)[number];

const examples = z.array(z.string()).min(1).describe("Ids of training rows, in the order in which they are shown.");
const singleScaffolds = [
  z.strictObject({ kind: z.literal("plain") }),
  z.strictObject({ kind: z.literal("few-shot"), examples }),
  z.strictObject({ kind: z.literal("chain-of-thought"), examples: examples.optional() }),
  z.strictObject({ kind: z.literal("re-read"), examples: examples.optional() }),
] as const;

/** What is put around a question that is asked once. */
export const singleScaffoldSchema = z.discriminatedUnion("kind", singleScaffolds);
export type SingleScaffold = z.infer<typeof singleScaffoldSchema>;

/** What is put around a question. Few-shot examples are rows of the training set, named by id. */
export const scaffoldSchema = z.discriminatedUnion("kind", [
  ...singleScaffolds,
  z.strictObject({
    kind: z.literal("vote"),
    samples: z.int().min(2).max(64).describe("Answers to each question, drawn with seeds that follow one another."),
    of: singleScaffoldSchema.describe("How each of them is asked for."),
  }),
  z.strictObject({
    kind: z.literal("tool-loop"),
    tool: z.enum(loopTools),
    rounds: z.int().min(1).max(16).describe("The tool is called so many times at most."),
  }),
]);
export type Scaffold = z.infer<typeof scaffoldSchema>;

/** How an answer is asked for. Its identity is its canonical JSON. */
export const conditionSchema = z.strictObject({
  subject: z.enum(["base", "adapter"]),
  scaffold: scaffoldSchema,
  tools: z.array(z.enum(toolNames)),
  sampling: samplingSchema,
});
export type Condition = z.infer<typeof conditionSchema>;
