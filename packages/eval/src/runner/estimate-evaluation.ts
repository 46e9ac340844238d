import { targetOf, type GenerateRequest, type Item, type Message } from "@locollm/core";

/** What this machine does with this base, measured: tokens of all sequences together, per second. */
export interface Throughput {
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
  /** Loading the weights and making the context; whoever adds up several estimates counts it once. */
  readonly startSeconds: number;
}

export interface EstimateOptions {
  readonly items: readonly Item[];
  /** `requestsFor` of the items, in their order. */
  readonly requests: readonly GenerateRequest[];
  readonly countTokens: (text: string) => number;
  readonly throughput: Throughput;
  /** `trained`: answers as long as the dataset's own. `untrained`: the mean of that and the limit, as bases write on. */
  readonly answers: "trained" | "untrained";
  /** Ids whose answers are in the cache already. */
  readonly cached?: ReadonlySet<string>;
}

export interface EvaluationEstimate {
  /** Items that are still to be computed. */
  readonly items: number;
  readonly promptTokens: number;
  readonly generatedTokens: number;
  /** Without the start. */
  readonly seconds: number;
}

// A chat template's marks around one message, about; the end of a turn is generated too.
const tokensPerMessage = 5;

/** What an evaluation will cost. The messages that all prompts begin with are counted once, as engines reuse them. */
export function estimateEvaluation(options: EstimateOptions): EvaluationEstimate {
  const { items, requests, countTokens, throughput, answers, cached = new Set<string>() } = options;
  const open = items.map((item, i) => ({ item, request: requests[i]! })).filter(({ item }) => !cached.has(item.id));
  if (open.length === 0) return { items: 0, promptTokens: 0, generatedTokens: 0, seconds: 0 };
  const count = (messages: readonly Message[]) =>
    messages.reduce((sum, { content }) => sum + countTokens(content) + tokensPerMessage, 0);
  const shared = sharedMessages(open.map(({ request }) => request.messages));
  let promptTokens = count(open[0]!.request.messages.slice(0, shared));
  let generatedTokens = 0;
  for (const { item, request } of open) {
    promptTokens += count(request.messages.slice(shared));
    const limit = request.sampling.maxTokens;
    const own = Math.min(limit, countTokens(targetOf(item)) + 1);
    generatedTokens += answers === "trained" ? own : (own + limit) / 2;
  }
  generatedTokens = Math.round(generatedTokens);
  const seconds =
    promptTokens / throughput.promptTokensPerSecond + generatedTokens / throughput.generatedTokensPerSecond;
  return { items: open.length, promptTokens, generatedTokens, seconds };
}

function sharedMessages(prompts: readonly (readonly Message[])[]): number {
  const [first, ...others] = prompts;
  if (first === undefined || others.length === 0) return 0;
  let shared = 0;
  const same = (a: Message | undefined, b: Message) => a?.role === b.role && a.content === b.content;
  while (shared < first.length && others.every((other) => same(other[shared], first[shared]!))) shared++;
  return shared;
}
