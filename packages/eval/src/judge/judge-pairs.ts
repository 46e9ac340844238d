import {
  assemblePrompt,
  questionOf,
  type AdapterManifest,
  type GenerateRequest,
  type Item,
  type JudgedPair,
  type Preference,
} from "@locollm/core";
import { answerByLikelihood } from "../runner/answer-by-likelihood.ts";
import { collectAnswers, type CollectedAnswer, type CollectOptions } from "../runner/collect-answers.ts";
import { judgePrompt, judgeReplies, judgeSampling } from "./judge-prompt.ts";
import { quotedText } from "./quoted-text.ts";
import { readJudgement } from "./read-judgement.ts";

/** Two answers to one item; null where the machinery failed to give one. */
export interface AnswerPair {
  readonly item: Item;
  readonly before: string | null;
  readonly after: string | null;
}

export interface JudgeForm {
  readonly manifest: Pick<AdapterManifest, "prompt">;
  /** Show the judge the item's answer. */
  readonly reference: boolean;
  /** Let the judge write reasons first. */
  readonly reasons: boolean;
  /** Read the reply that it writes, or take the likeliest of the three replies, which a base that cannot keep a form needs. */
  readonly by: "writing" | "likelihood";
}

type Side = "after" | "before";
const orders: readonly (readonly [Side, Side])[] = [
  ["after", "before"],
  ["before", "after"],
];

/** What a judge is asked: each pair in both orders. Pairs with equal or missing answers are not asked. */
export function judgeRequests(pairs: readonly AnswerPair[], form: JudgeForm): GenerateRequest[] {
  return pairs.filter(isAsked).flatMap((pair) =>
    orders.map(([first, second], order) => ({
      id: requestId(pair, order),
      messages: judgePrompt(pair[first]!, pair[second]!, {
        task: taskOf(pair.item, form),
        reference: form.reference ? referenceOf(pair.item) : undefined,
        reasons: form.reasons,
      }),
      sampling: judgeSampling(form.reasons),
    })),
  );
}

/**
 * Asks a judge which answer of each pair is better, twice with the order swapped. A side is preferred only where both orders say so.
 * Replies are cached the moment they arrive, so an interrupted comparison goes on where it was.
 */
export async function judgePairs(
  pairs: readonly AnswerPair[],
  form: JudgeForm,
  options: CollectOptions,
): Promise<JudgedPair[]> {
  const requests = judgeRequests(pairs, form);
  const answers = await collectReplies(requests, form, options);
  const answerOf = new Map(requests.map(({ id }, i) => [id, answers[i]!]));
  return pairs.map((pair): JudgedPair => {
    const item = pair.item.id;
    if (pair.before === null || pair.after === null) return { item, outcome: "error", replies: [] };
    if (!isAsked(pair)) return { item, outcome: "same", replies: [] };
    const replies = orders.map((order, i) => replyOf(order, answerOf.get(requestId(pair, i))!));
    const cut = [pair.before, pair.after].some((text) => quotedText(text).cut);
    return { item, outcome: outcomeOf(replies), replies, ...(cut && { cut: true }) };
  });
}

/** @throws LocoError `likelihood-needs-one-answer` where it is to write reasons */
async function collectReplies(
  requests: readonly GenerateRequest[],
  { by, reasons }: JudgeForm,
  options: CollectOptions,
): Promise<CollectedAnswer[]> {
  if (by === "writing") return collectAnswers(requests, options);
  const choices = { scorer: "choice" as const, choices: [...judgeReplies], by };
  const parts = await answerByLikelihood(requests, { kind: reasons ? "chain-of-thought" : "plain" }, choices, options);
  return parts.map(([part]) => part!.answer);
}

type Reply = JudgedPair["replies"][number];

function replyOf([first, second]: readonly [Side, Side], answer: CollectedAnswer): Reply {
  if (answer.kind === "failure") {
    const error = `${answer.error.message} (${answer.error.code})`;
    return { shownFirst: first, preferred: null, text: "", error };
  }
  const { text } = answer.generation;
  const judgement = readJudgement(text);
  const preferred: Preference | null = judgement === "A" ? first : judgement === "B" ? second : judgement;
  return { shownFirst: first, preferred, text };
}

function outcomeOf(replies: readonly Reply[]): JudgedPair["outcome"] {
  const [one, two] = replies;
  if (replies.some(({ error }) => error !== undefined)) return "error";
  if (one!.preferred === null || two!.preferred === null) return "unreadable";
  return one!.preferred === two!.preferred ? one!.preferred : "order-dependent";
}

/** Whether there is something to compare; white space at the ends aside. */
function isAsked({ before, after }: AnswerPair): boolean {
  return before !== null && after !== null && before.trim() !== after.trim();
}

function requestId({ item }: AnswerPair, order: number): string {
  return `${item.id}#${order + 1}`;
}

function taskOf(item: Item, { manifest }: JudgeForm): string {
  const turns = assemblePrompt(manifest.prompt.system, questionOf(item));
  return turns.map(({ role, content }) => (role === "system" ? content : `${role}: ${content}`)).join("\n");
}

function referenceOf({ answer }: Item): string {
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}
