import { canonicalJson, type Item, type Sample, type SamplePart, type Scaffold, type Score } from "@locollm/core";
import { finalAnswer } from "../conditions/final-answer.ts";
import type { Scorer } from "../scorers/scorer.ts";
import type { AnswerPart } from "./answer-items.ts";

/**
 * Scores what the model wrote for one item. Of a tool loop the last turn is judged. A vote counts the answers that the scorer read in
 * the asked-for form; the one given most often is judged, of equals the earliest; where none has the form, the first answer is judged.
 * Format misses do not vote, because what a scorer reads in them may depend on the right answer. An item with a part that the
 * machinery failed to give is an error.
 */
export async function scoreParts(
  item: Item,
  parts: readonly AnswerPart[],
  scaffold: Scaffold,
  scorer: Scorer,
): Promise<Sample> {
  const named = { item: item.id, ...(item.difficulty !== undefined && { difficulty: item.difficulty }) };
  const several = scaffold.kind === "vote" || scaffold.kind === "tool-loop" ? { parts: parts.map(partOf) } : {};
  const failure = parts.find(({ answer }) => answer.kind === "failure")?.answer;
  if (failure?.kind === "failure") {
    const { code, message } = failure.error;
    const score: Score = { outcome: "error", value: 0, reason: `${message} (${code})` };
    return { ...named, output: "", finish: "error", logProbabilities: [], score, ...several };
  }
  const written = parts.map(partOf);
  const scoreOf = async ({ output }: SamplePart) => scorer(item, finalAnswer(scaffold, output));
  if (scaffold.kind !== "vote") {
    const { toolResult: _, ...last } = written.at(-1)!;
    return { ...named, ...last, score: await scoreOf(last as SamplePart), ...several };
  }
  const scores: Score[] = [];
  for (const part of written) scores.push(await scoreOf(part));
  const broken = scores.find(({ outcome }) => outcome === "error");
  const chosen = broken === undefined ? winner(scores) : scores.indexOf(broken);
  return { ...named, ...written[chosen]!, score: scores[chosen]!, ...several };
}

/** The place of the answer that most answers in form agree with. */
function winner(scores: readonly Score[]): number {
  const votes = new Map<string, { first: number; count: number }>();
  for (const [i, { outcome, extracted }] of scores.entries()) {
    if (outcome === "format-miss" || extracted === undefined) continue;
    const key = canonicalJson(extracted);
    const group = votes.get(key) ?? { first: i, count: 0 };
    votes.set(key, { ...group, count: group.count + 1 });
  }
  let best: { first: number; count: number } | undefined;
  for (const group of votes.values()) if (best === undefined || group.count > best.count) best = group;
  return best?.first ?? 0;
}

function partOf({ answer, toolResult }: AnswerPart): SamplePart {
  if (answer.kind === "failure") return { output: "", finish: "error", logProbabilities: [] };
  const { text, finish, tokens } = answer.generation;
  const logProbabilities = tokens.map(({ logProbability }) => logProbability);
  return { output: text, finish, logProbabilities, ...(toolResult !== undefined && { toolResult }) };
}
