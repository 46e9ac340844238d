import type { ContinuationScore, ScoreRequest, TokenLogProbability } from "@locollm/core";
import type { LlamaModel, Token } from "node-llama-cpp";
import type { ChatTemplate } from "./chat-template.ts";
import type { Lanes } from "./lanes.ts";
import type { TokenisedPrompt } from "./tokenised-prompt.ts";

export interface PreparedScore {
  readonly request: ScoreRequest;
  readonly prompt: TokenisedPrompt;
  readonly continuation: readonly Token[];
}

/** Log-probabilities of given continuations, one prompt after the other, each alone in its batches. */
export async function scoreContinuations(
  lanes: Lanes,
  model: LlamaModel,
  prepared: readonly PreparedScore[],
  signal: AbortSignal | undefined,
): Promise<ContinuationScore[]> {
  const scores: ContinuationScore[] = [];
  for (const { request, prompt, continuation } of prepared) {
    signal?.throwIfAborted();
    await lanes.startLane(0, prompt.prefixKey, prompt.prefix);
    const read = [...prompt.rest, ...continuation.slice(0, -1)];
    const first = prompt.rest.length - 1;
    const tokens: TokenLogProbability[] = [];
    await lanes.read(
      0,
      prompt.prefix.length,
      read,
      continuation.map((_, index) => first + index),
      async (index, logitIndex) => {
        const token = continuation[index - first]!;
        const logProbability = await lanes.logProbability(0, logitIndex, token);
        tokens.push({ text: model.detokenize([token], true), logProbability });
      },
    );
    scores.push({ id: request.id, promptTokens: prompt.prefix.length + prompt.rest.length, tokens });
  }
  return scores;
}

/** The tokens that an assistant would have to write to say `continuation` and end its turn. */
export function continuationTokens(
  model: LlamaModel,
  template: ChatTemplate,
  { messages, continuation }: ScoreRequest,
): Token[] {
  const open = template.prompt(messages);
  const closed = template.closed([...messages, { role: "assistant", content: continuation }]);
  const tail = closed.startsWith(open) ? closed.slice(open.length) : continuation;
  // Some templates trim what they are given.
  const said = tail.startsWith(continuation) ? continuation : continuation.trim();
  const after = model.tokenize(tail.startsWith(said) ? tail.slice(said.length) : "", true);
  const end = after.findIndex((token) => model.isEogToken(token));
  return [...model.tokenize(said, false), ...(end < 0 ? [] : after.slice(0, end + 1))];
}
