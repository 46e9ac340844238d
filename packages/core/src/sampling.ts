import { z } from "zod";

/** How the next token is picked. Temperature 0 is greedy, and then the seed changes nothing. */
export const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2).default(0),
  topP: z.number().gt(0).max(1).default(1).describe("Nucleus: the smallest set of tokens with this much probability."),
  seed: z.int().min(0).default(0),
  maxTokens: z.int().min(1).max(4096).default(128).describe("The answer is cut after so many tokens."),
});
export type Sampling = z.infer<typeof samplingSchema>;
