import { z } from "zod";
import { toolNames } from "./adapter-manifest.ts";
import { samplingSchema } from "./sampling.ts";

/** What is put around a question. Few-shot examples are rows of the training set, named by id. */
export const scaffoldSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("plain") }),
  z.strictObject({ kind: z.literal("few-shot"), examples: z.array(z.string()).min(1) }),
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
