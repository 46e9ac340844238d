import type { ContinuationScore, ScoreRequest, TokenLogProbability } from "@locollm/core";
import type { LlamaModel, Token } from "node-llama-cpp";
import type { ChatTemplate } from "./chat-template.ts";
import { prefillChunks, type Lanes } from "./lanes.ts";
import { longestInPieces } from "./read-in-pieces.ts";
import type { TokenisedPrompt } from "./tokenised-prompt.ts";

export interface PreparedScore {
  readonly request: ScoreRequest;
  readonly prompt: TokenisedPrompt;
  readonly continuation: readonly Token[];
}

export interface ScoringOptions {
  /** Whether a short chunk may be read in two pieces (`read-in-pieces.ts`). */
  readonly inPieces: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Log-probabilities of given continuations, one prompt after the other, each alone in its batches. What neighbours with the same prompt
 * would read alike, to the last bit, is read once for all of them.
 */
export async function scoreContinuations(
  lanes: Lanes,
  model: LlamaModel,
  prepared: readonly PreparedScore[],
  { inPieces, signal }: ScoringOptions,
): Promise<ContinuationScore[]> {
  const scores: ContinuationScore[] = [];
  let [held, pieces]: [TokenisedPrompt | null, readonly Piece[]] = [null, []];
  for (const [at, one] of prepared.entries()) {
    const { request, prompt, continuation } = one;
    signal?.throwIfAborted();
    const read = [...prompt.rest, ...continuation.slice(0, -1)];
    const first = prompt.rest.length - 1;
    const followed = at + 1 < prepared.length && isSame(prompt, prepared[at + 1]!.prompt);
    const known: readonly Piece[] = held !== null && isSame(held, prompt) ? pieces : [];
    const wanted: readonly Piece[] = followed || known.length > 0 ? sharedPieces(one, inPieces) : [];
    const ready = wanted.findIndex((piece, index) => piece.end !== known[index]?.end);
    const kept = wanted.slice(0, ready === -1 ? wanted.length : ready);
    const isHeld = kept.length > 0 && lanes.rewindTo(0, prompt.prefix.length + kept.at(-1)!.end);
    if (!isHeld) await lanes.startLane(0, prompt.prefixKey, prompt.prefix);
    for (const { start, end } of wanted.slice(isHeld ? kept.length : 0))
      await lanes.read(0, prompt.prefix.length + start, read.slice(start, end), [], async () => {});
    [held, pieces] = [prompt, wanted];
    const from = wanted.at(-1)?.end ?? 0;
    const tokens: TokenLogProbability[] = [];
    await lanes.read(
      0,
      prompt.prefix.length + from,
      read.slice(from),
      continuation.map((_, index) => first - from + index),
      async (index, logitIndex) => {
        const token = continuation[index - first + from]!;
        const logProbability = await lanes.logProbability(0, logitIndex, token);
        tokens.push({ text: model.detokenize([token], true), logProbability });
      },
    );
    scores.push({ id: request.id, promptTokens: prompt.prefix.length + prompt.rest.length, tokens });
  }
  return scores;
}

/** Tokens after the prefix, from `start` to before `end`. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** What can be read of a question apart from its continuation: its whole chunks, and of the last one, where it is short, all but its end. */
function sharedPieces({ prompt, continuation }: PreparedScore, inPieces: boolean): Piece[] {
  const first = prompt.rest.length - 1;
  const length = first + continuation.length;
  const chunks = prefillChunks(length).map(([start, end]): Piece => ({ start, end }));
  const whole = chunks.filter(({ end }) => end <= first);
  const { start, end } = chunks[whole.length]!;
  // A piece of one token would be computed in another way.
  const isCut = inPieces && end === length && end - start <= longestInPieces && first - start >= 2 && end - first >= 2;
  return isCut ? [...whole, { start, end: first }] : whole;
}

/** Whether two neighbours ask the same, so that something may be read once for both. */
export function hasSharedQuestion(prepared: readonly PreparedScore[]): boolean {
  return prepared.some(({ prompt }, at) => at > 0 && isSame(prepared[at - 1]!.prompt, prompt));
}

function isSame(one: TokenisedPrompt, other: TokenisedPrompt): boolean {
  return (
    one.prefixKey === other.prefixKey &&
    one.rest.length === other.rest.length &&
    one.rest.every((token, index) => token === other.rest[index])
  );
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
