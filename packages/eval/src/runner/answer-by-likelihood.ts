import {
  hashOf,
  LocoError,
  type AdapterManifest,
  type CachedGeneration,
  type GenerateRequest,
  type GenerationTiming,
  type JsonValue,
  type Scaffold,
  type ScorerOptions,
} from "@locollm/core";
import { writesBeforeAnswer } from "../conditions/writes-before-answer.ts";
import type { AnswerPart } from "./answer-items.ts";
import type { CollectedAnswer, CollectOptions } from "./collect-answers.ts";

type ChoiceOptions = Extract<ScorerOptions, { scorer: "choice" }>;

/** The labels of a manifest whose answers are taken by likelihood; undefined where the model writes them. */
export function scoredLabels({ score }: Pick<AdapterManifest, "score">): readonly string[] | undefined {
  return score.scorer === "choice" && score.by === "likelihood" ? score.choices : undefined;
}

/**
 * For each request the label that the model finds likeliest, in the requests' order, as if it had written it: of all labels the one with
 * the highest log-probability as the whole answer, its end of turn included, so that a label which begins another one is not favoured.
 * With `normalise: tokens` each log-probability is divided by its number of tokens, the end of turn among them. Of equals the first.
 *
 * Each label's tokens are cached by what was asked, the moment they arrive. A request that cannot be scored is a failure.
 *
 * @throws LocoError `likelihood-needs-one-answer` under a scaffold in which the model writes something before it answers, or votes
 */
export async function answerByLikelihood(
  requests: readonly GenerateRequest[],
  scaffold: Scaffold,
  { choices, normalise = "none" }: ChoiceOptions,
  { generator, cache, onProgress, signal }: CollectOptions,
): Promise<AnswerPart[][]> {
  checkScaffold(scaffold);
  signal?.throwIfAborted();
  const identity = generator.identity as unknown as JsonValue;
  const keysOf = ({ messages }: GenerateRequest) =>
    choices.map((continuation) =>
      hashOf({ generator: identity, score: { messages: messages as unknown as JsonValue, continuation } }),
    );
  const keys = requests.map(keysOf);
  const known = cache.get(keys.flat());
  const progress = { items: requests.length, done: 0, fromCache: 0, errors: 0, promptTokens: 0, generatedTokens: 0 };
  const answers: CollectedAnswer[] = [];
  for (const [i, request] of requests.entries()) {
    const held = keys[i]!.flatMap((key) => known.get(key) ?? []);
    const cached = held.length === choices.length;
    const labels = cached ? held : await scoreLabels(request, choices, { generator, signal });
    if (!cached && !("code" in labels)) cache.put(new Map(labels.map((label, k) => [keys[i]![k]!, label])));
    const answer =
      "code" in labels ? ({ kind: "failure", error: labels } as const) : likeliest(labels, normalise, cached);
    answers.push(answer);
    progress.done++;
    if (answer.kind === "failure") progress.errors++;
    else if (cached) progress.fromCache++;
    else progress.promptTokens += answer.generation.timing.promptTokens;
    onProgress?.({ ...progress });
  }
  return answers.map((answer) => [{ answer }]);
}

function checkScaffold(scaffold: Scaffold): void {
  if (!writesBeforeAnswer(scaffold)) return;
  const { kind } = scaffold;
  throw new LocoError({
    code: "likelihood-needs-one-answer",
    message: `Under the condition ${kind} the model writes before it answers, so the likelihood of a label says nothing.`,
    fix: "Take plain, few-shot or re-read, or remove score.by from adapter.yaml.",
    fields: { scaffold: kind },
    kind: "usage",
  });
}

/** Each label's tokens, in the labels' order, or why this request cannot be scored. */
async function scoreLabels(
  { id, messages }: GenerateRequest,
  choices: readonly string[],
  { generator, signal }: Pick<CollectOptions, "generator" | "signal">,
): Promise<CachedGeneration[] | { readonly code: string; readonly message: string }> {
  const started = performance.now();
  try {
    const asked = choices.map((continuation) => ({ id, messages, continuation }));
    const scores = await generator.score(asked, { signal });
    const milliseconds = (performance.now() - started) / choices.length;
    if (scores.some(({ tokens }) => tokens.length === 0 || tokens.some((one) => !Number.isFinite(one.logProbability))))
      return { code: "no-likelihood", message: "The generator gave a label no probability." };
    return scores.map(({ tokens, promptTokens }, k) => ({
      text: choices[k]!,
      tokens,
      finish: "stop",
      timing: { promptTokens, cachedPromptTokens: 0, generatedTokens: 0, milliseconds },
    }));
  } catch (error) {
    // What is wrong with one request costs that item alone; what is wrong with the generator ends the evaluation.
    if (error instanceof LocoError && error.fields["request"] === id)
      return { code: error.code, message: error.message };
    throw error;
  }
}

function likeliest(
  labels: readonly CachedGeneration[],
  normalise: "none" | "tokens",
  cached: boolean,
): CollectedAnswer {
  const logProbability = ({ tokens }: CachedGeneration) =>
    tokens.reduce((sum, token) => sum + token.logProbability, 0) / (normalise === "tokens" ? tokens.length : 1);
  const best = labels.reduce((leader, label) => (logProbability(label) > logProbability(leader) ? label : leader));
  const sum = (count: keyof GenerationTiming) => labels.reduce((total, { timing }) => total + timing[count], 0);
  const timing = {
    promptTokens: sum("promptTokens"),
    cachedPromptTokens: sum("cachedPromptTokens"),
    generatedTokens: sum("generatedTokens"),
    milliseconds: sum("milliseconds"),
  };
  return { kind: "answer", generation: { ...best, timing }, cached };
}
