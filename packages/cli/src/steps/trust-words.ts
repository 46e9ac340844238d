import type { BaseManifest, ResultsSummary, Route } from "@locollm/core";
import { answerConfidenceWords, type AnswerConfidence, type LeastSurePart } from "@locollm/eval";
import type { AdapterFolder } from "@locollm/store";
import { smallModelNotice } from "@locollm/course";
import { featureWords, routeWords } from "./route-words.ts";
import { rightOf } from "./share-words.ts";

/** An answer, whose it is, and what is known of such answers. */
export interface Answered {
  /** The model's own words. */
  readonly output: string;
  /** The answer, computed by a tool where there is one. */
  readonly text: string;
  /** The adapter's name as a person types it. */
  readonly typed: string | null;
  /** nobody: it was not sure enough, and the person is asked back. */
  readonly by: "adapter" | "base" | "nobody";
  readonly confidence: AnswerConfidence | null;
  readonly leastSure: LeastSurePart | null;
  readonly results: ResultsSummary | undefined;
  /** The results, where they were measured with the weights that answered. */
  readonly measured: ResultsSummary | undefined;
}

/** Who answered, why, how often such answers were right, and what to check. */
export function trustWords(
  manifest: BaseManifest,
  adapter: AdapterFolder | null,
  decided: Route | null,
  answered: Answered,
): string[] {
  return [
    ...(decided === null
      ? [`Answered by ${adapter!.id}, as asked for.`]
      : [`The router picked ${routeWords(decided)}.`, ...deciding(decided)]),
    ...(adapter === null
      ? ["No adapter is made for this question, so no test says how often this is right."]
      : [...askBackWords(adapter, answered), ...recordWords(answered)]),
    smallModelNotice(manifest),
    ...leastSureWords(answered),
    `Check: ${adapter?.manifest.verify ?? adapter?.manifest.limits ?? "every fact, number and name in it."}`,
    ...(answered.output.trim() === "" ? ["The model said nothing. Try other words."] : []),
  ];
}

function deciding(decided: Route): string[] {
  const why = featureWords(decided);
  return why === "" ? [] : [`What decided: ${why}.`];
}

function askBackWords(adapter: AdapterFolder, { by, text, typed, measured }: Answered): string[] {
  if (by === "base")
    return [`${adapter.id} was not sure enough; where it is not, the base was right more often, so the base answered.`];
  if (by === "adapter") return [];
  const { threshold } = measured!.adapterRun.confidence!.below!;
  return [
    `${adapter.id} is not sure enough to answer (it takes ${Math.round(100 * threshold)} of 100). Its guess: ${text}`,
    `Can you ask it in other words? It is made for this alone: ${adapter.manifest.limits}`,
    `To take its guess as an answer: loco ask --adapter ${typed}`,
  ];
}

function recordWords({ by, typed, confidence, results, measured }: Answered): string[] {
  if (results === undefined) return [`Not measured on this base yet: loco eval ${typed}`];
  const side = by === "base" ? results.baseBest : results.adapterRun;
  const whose = by === "base" ? "The base with its best prompt" : "This adapter";
  const lines = [`${whose} was ${rightOf(side.counts)}.`];
  if (by !== "base" && results.againstBest.outcome !== "better")
    lines.push("It was not shown to be better than the base itself.");
  if (measured === undefined) lines.push(`That was measured with other weights. Measure again: loco eval ${typed}`);
  else if (confidence !== null) lines.unshift(answerConfidenceWords(confidence));
  else if (side.confidence === undefined) lines.push(`How sure it is of this one was not measured: loco eval ${typed}`);
  else lines.push("Its token probabilities were not shown to tell which of its answers are right.");
  return lines;
}

function leastSureWords({ leastSure }: Answered): string[] {
  if (leastSure === null) return [];
  const { part, word, probability } = leastSure;
  const place = part === word ? "" : ` in “${word}”`;
  return [`Look first at “${part}”${place}: the model gave it a probability of ${probability.toFixed(2)}.`];
}
