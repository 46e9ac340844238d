import { targetOf, type GenerateRequest, type Item, type Message } from "@locollm/core";

/** What this machine does with this base, measured: tokens of all sequences together, per second. */
export interface Throughput {
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
  /** Answers in flight: fewer of them take as long. */
  readonly lanes: number;
  /** Loading the weights and making the context; whoever adds up several estimates counts it once. */
  readonly startSeconds: number;
}

/** Who answers: a trained adapter stops; a base writes on, less so after examples. */
export type AnswerLength = "trained" | "prompted" | "untrained";
/** Means over the five sets of 2026-s2: 0.05, 0.19 and 0.74. */
const shareOfTheRest: Record<AnswerLength, number> = { trained: 0, prompted: 0.2, untrained: 0.7 };

export interface EstimateOptions {
  readonly items: readonly Item[];
  /** `requestsFor` of the items, in their order. */
  readonly requests: readonly GenerateRequest[];
  readonly countTokens: (text: string) => number;
  readonly throughput: Throughput;
  /** What the adapter learns to say, and how long it is: an evaluation row may hold the last result alone. */
  readonly trainingRows: readonly Item[];
  /** How much of the way from the length of the training answers to the limit is expected. */
  readonly answers: AnswerLength;
  /** Tokens in the context at which attention takes as long as the weights; absent where it need not be counted. */
  readonly attentionTokens?: number;
  /** What an adapter adds to each prompt that is read and to each token of all lanes. */
  readonly adapterSeconds?: number;
  /** Labels whose likelihood is asked for instead of an answer: each reads the prompt anew. */
  readonly labels?: readonly string[] | undefined;
  /** Ids whose answers are in the cache already. */
  readonly cached?: ReadonlySet<string>;
}

export interface EvaluationEstimate {
  /** Items that are still to be computed. */
  readonly items: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
  /** Of the longest prompt with its answer. */
  readonly longestTokens: number;
  /** Without the start. */
  readonly seconds: number;
}

// A chat template's marks around one message, about; the end of a turn is generated too.
const tokensPerMessage = 5;

/** What an evaluation will cost. The messages that all prompts begin with are counted once, as engines reuse them. */
export function estimateEvaluation(options: EstimateOptions): EvaluationEstimate {
  const { items, requests, countTokens, throughput, trainingRows, answers } = options;
  const { attentionTokens = Infinity, adapterSeconds = 0, cached = new Set<string>(), labels } = options;
  const open = items.map((item, i) => ({ item, request: requests[i]! })).filter(({ item }) => !cached.has(item.id));
  if (open.length === 0) return { items: 0, promptTokens: 0, generatedTokens: 0, longestTokens: 0, seconds: 0 };
  const count = (messages: readonly Message[]) =>
    messages.reduce((sum, { content }) => sum + countTokens(content) + tokensPerMessage, 0);
  const shared = sharedMessages(open.map(({ request }) => request.messages));
  let promptTokens = count(open[0]!.request.messages.slice(0, shared));
  const own = mean((trainingRows.length > 0 ? trainingRows : items).map((row) => countTokens(targetOf(row)) + 1));
  let generatedTokens = 0;
  let longestTokens = 0;
  let contextTokens = 0;
  for (const { request } of open) {
    const lengths = labels?.map((label) => countTokens(label) + 1);
    promptTokens += count(request.messages.slice(shared)) * (lengths?.length ?? 1);
    promptTokens += lengths?.reduce((sum, length) => sum + length, 0) ?? 0;
    const limit = lengths === undefined ? request.sampling.maxTokens : Math.max(...lengths);
    contextTokens += count(request.messages) / open.length;
    longestTokens = Math.max(longestTokens, count(request.messages) + limit);
    if (labels === undefined)
      generatedTokens += Math.min(limit, own + shareOfTheRest[answers] * Math.max(0, limit - own));
  }
  generatedTokens = Math.round(generatedTokens);
  const { lanes, promptTokensPerSecond, generatedTokensPerSecond } = throughput;
  const steps = generatedTokens / Math.min(lanes, open.length);
  const computing = promptTokens / promptTokensPerSecond + (steps * lanes) / generatedTokensPerSecond;
  const seconds = computing * (1 + contextTokens / attentionTokens) + (open.length + steps) * adapterSeconds;
  return { items: open.length, promptTokens, generatedTokens, longestTokens, seconds };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sharedMessages(prompts: readonly (readonly Message[])[]): number {
  const [first, ...others] = prompts;
  if (first === undefined || others.length === 0) return 0;
  let shared = 0;
  const same = (a: Message | undefined, b: Message) => a?.role === b.role && a.content === b.content;
  while (shared < first.length && others.every((other) => same(other[shared], first[shared]!))) shared++;
  return shared;
}
