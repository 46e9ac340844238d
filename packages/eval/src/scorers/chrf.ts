import type { ScorerOptions } from "@locollm/core";
import type { Scorer } from "./scorer.ts";
import { bySimilarity } from "./similarity.ts";

type ChrfOptions = Extract<ScorerOptions, { scorer: "chrf" }>;

/** Recall weighs `beta`² times as much as precision. */
const beta = 2;
const longestRun = 6;

/**
 * `chrf`: shares runs of characters with the answer; forgives word endings where `rouge-l` does not. Graded: the value is
 * chrF2, from 0 to 1.
 *
 * For n from 1 to 6, precision is the share of the output's runs of n characters that are in the answer too (each as often
 * as it stands there), recall the same from the answer's side. P and R are their means over the n for which both texts have runs,
 * and chrF = (1 + β²) PR / (β²P + R) with β = 2 (Popović 2015, chrF: character n-gram F-score for automatic MT evaluation;
 * 2016 for β). White space is left out, case counts. These are the figures of sacrebleu, divided by 100.
 * When an output is right, and what a format miss is, stands in similarity.ts: right from `threshold` (0.5) on.
 */
export function chrf({ threshold }: ChrfOptions): Scorer {
  return bySimilarity(chrfSimilarity, threshold);
}

/** chrF2 of two texts, 0 to 1; 0 where one has no characters. */
export function chrfSimilarity(output: string, answer: string): number {
  const given = charactersOf(output);
  const expected = charactersOf(answer);
  const orders = Math.min(longestRun, given.length, expected.length);
  let [precisions, recalls] = [0, 0];
  for (let n = 1; n <= orders; n += 1) {
    const common = commonRuns(given, expected, n);
    precisions += common / (given.length - n + 1);
    recalls += common / (expected.length - n + 1);
  }
  if (precisions + recalls === 0) return 0;
  const [precision, recall] = [precisions / orders, recalls / orders];
  return Math.min(1, ((1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall));
}

function charactersOf(text: string): string[] {
  return Array.from(text.replace(/\s+/gu, ""));
}

function commonRuns(a: readonly string[], b: readonly string[], n: number): number {
  const counts = new Map<string, number>();
  for (const run of runs(a, n)) counts.set(run, (counts.get(run) ?? 0) + 1);
  let common = 0;
  for (const run of runs(b, n)) {
    const left = counts.get(run) ?? 0;
    if (left > 0) common += 1;
    counts.set(run, left - 1);
  }
  return common;
}

function* runs(characters: readonly string[], n: number): Generator<string> {
  for (let at = 0; at + n <= characters.length; at += 1) yield characters.slice(at, at + n).join("");
}
