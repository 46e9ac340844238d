import type { GenerateOptions, Generation, GenerationResult, TokenLogProbability } from "@locollm/core";
import type { LlamaModel, Token } from "node-llama-cpp";
import type { Lanes, Pick } from "./lanes.ts";
import type { NativeSampler } from "./native-context.ts";
import type { PreparedRequest, PromptReader } from "./prompt-reader.ts";

interface LiveAnswer {
  readonly prepared: PreparedRequest;
  readonly lane: number;
  readonly sampler: NativeSampler | null;
  readonly started: number;
  readonly cachedPromptTokens: number;
  /** Tokens that the lane holds. */
  position: number;
  readonly tokens: Token[];
  readonly logProbabilities: number[];
  /** Characters that `onToken` has been given. */
  shown: number;
}

/**
 * Answers requests in the lanes: each idle lane takes the next request whose prompt is read, while the others wait;
 * then all live lanes decode one token together.
 */
export async function* answerRequests(
  lanes: Lanes,
  model: LlamaModel,
  reader: PromptReader,
  { signal, onToken }: GenerateOptions,
): AsyncGenerator<GenerationResult> {
  const live = new Map<number, LiveAnswer>();
  try {
    for (;;) {
      for (let lane = 0; lane < lanes.width; lane++) {
        // A one-token answer leaves its lane free at once.
        while (!live.has(lane)) {
          signal?.throwIfAborted();
          let free = 1;
          while (lane + free < lanes.width && !live.has(lane + free)) free += 1;
          const begun = await reader.next(lane, free);
          if (begun.length === 0) break;
          for (const [index, { first, ...read }] of begun.entries()) {
            const answer: LiveAnswer = { ...read, lane: lane + index, tokens: [], logProbabilities: [], shown: 0 };
            const done = advance(answer, first);
            if (done === undefined) live.set(answer.lane, answer);
            else yield done;
          }
        }
      }
      if (live.size === 0) return;
      signal?.throwIfAborted();
      const answers = [...live.values()];
      const logits = await lanes.step(
        answers.map(({ lane, position, tokens }) => ({ lane, position, token: tokens.at(-1)! })),
      );
      const picks = await Promise.all(
        answers.map(({ lane, sampler }, index) =>
          sampler === null ? lanes.pick(lane, logits[index]!) : lanes.pickWith(lane, logits[index]!, sampler),
        ),
      );
      for (const [index, answer] of answers.entries()) {
        answer.position += 1;
        const done = advance(answer, picks[index]!);
        if (done === undefined) continue;
        live.delete(answer.lane);
        yield done;
      }
    }
  } finally {
    for (const { sampler } of live.values()) sampler?.dispose();
  }

  function advance(answer: LiveAnswer, pick: Pick): Generation | undefined {
    answer.tokens.push(pick.token);
    answer.logProbabilities.push(pick.logProbability);
    const { request, prompt } = answer.prepared;
    const ended = model.isEogToken(pick.token);
    const full = answer.tokens.length >= request.sampling.maxTokens || answer.position + 1 >= lanes.laneLength;
    const said = ended ? answer.tokens.slice(0, -1) : answer.tokens;
    if (onToken !== undefined || ended || full) {
      const text = model.detokenize(said);
      // The last character may be half there: its other bytes come with the next token.
      const sure = ended || full ? text : text.replace(/\uFFFD+$/u, "");
      if (sure.length > answer.shown) onToken?.(request.id, sure.slice(answer.shown));
      answer.shown = Math.max(answer.shown, sure.length);
      if (ended || full) {
        answer.sampler?.dispose();
        const tokens = answer.tokens.map((token, index): TokenLogProbability => ({
          text: model.detokenize([token], true),
          logProbability: answer.logProbabilities[index]!,
        }));
        return {
          id: request.id,
          text,
          tokens,
          finish: ended ? "stop" : "length",
          timing: {
            promptTokens: prompt.prefix.length + prompt.rest.length,
            cachedPromptTokens: answer.cachedPromptTokens,
            generatedTokens: answer.tokens.length,
            milliseconds: performance.now() - answer.started,
          },
        };
      }
    }
    return undefined;
  }
}
