import type { Generation, GenerateRequest } from "@locollm/core";
import { z } from "zod";
import { RemoteFault } from "./remote-fault.ts";

/** Where endpoints differ; learnt from their first refusal. */
export interface Dialect {
  logProbabilities: boolean;
  lengthField: "max_tokens" | "max_completion_tokens";
}

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string(),
        message: z.object({ content: z.string().nullish() }),
        logprobs: z
          .object({ content: z.array(z.object({ token: z.string(), logprob: z.number().max(0.001) })).nullish() })
          .nullish(),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.int().min(0),
      completion_tokens: z.int().min(0),
      prompt_tokens_details: z.object({ cached_tokens: z.int().min(0).nullish() }).nullish(),
    })
    .nullish(),
});

// Log-probabilities of a token take up to 300 bytes, its text far less than this.
const mostCharactersPerToken = 128;

/** Most bytes that an answer to a request may have. */
export function mostAnswerBytes({ sampling }: GenerateRequest): number {
  return 64 * 1024 + 1024 * sampling.maxTokens;
}

/** The body of a request; what changes nothing is left out, because some endpoints refuse it. */
export function completionBody(model: string, { messages, sampling }: GenerateRequest, dialect: Dialect): object {
  const { temperature, topP, seed, maxTokens } = sampling;
  return {
    model,
    messages,
    temperature,
    ...(topP < 1 && { top_p: topP }),
    ...(temperature > 0 && { seed }),
    [dialect.lengthField]: maxTokens,
    stream: false,
    ...(dialect.logProbabilities && { logprobs: true }),
  };
}

/**
 * Reads an answer. Its tokens are those whose log-probabilities the endpoint gave, else none.
 *
 * @throws RemoteFault `remote-garbage`, `remote-no-text`, `remote-withheld`, `remote-too-long`
 */
export function readCompletion({ id, sampling }: GenerateRequest, body: unknown, milliseconds: number): Generation {
  const read = completionSchema.safeParse(body);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join(".") ?? "";
    throw new RemoteFault("remote-garbage", `The answer is no chat completion: ${where}: ${issue?.message}`);
  }
  const { choices, usage } = read.data;
  const { finish_reason: finish, message, logprobs } = choices[0]!;
  const text = message.content;
  if (finish !== "stop" && finish !== "length") {
    throw new RemoteFault("remote-withheld", `The endpoint ended the answer with “${finish.slice(0, 40)}”.`);
  }
  if (text === null || text === undefined) throw new RemoteFault("remote-no-text", "The answer holds no text.");
  if (text.length > sampling.maxTokens * mostCharactersPerToken) {
    throw new RemoteFault("remote-too-long", `${text.length} characters are more than ${sampling.maxTokens} tokens.`);
  }
  const tokens = (logprobs?.content ?? []).map((one) => ({
    text: one.token,
    logProbability: Math.min(0, one.logprob),
  }));
  return {
    id,
    text,
    tokens,
    finish,
    timing: {
      promptTokens: usage?.prompt_tokens ?? 0,
      cachedPromptTokens: usage?.prompt_tokens_details?.cached_tokens ?? 0,
      generatedTokens: usage?.completion_tokens ?? tokens.length,
      milliseconds,
    },
  };
}
