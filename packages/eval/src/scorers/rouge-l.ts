import type { ScorerOptions } from "@locollm/core";
import type { Scorer } from "./scorer.ts";
import { bySimilarity } from "./similarity.ts";

type RougeLOptions = Extract<ScorerOptions, { scorer: "rouge-l" }>;

/**
 * `rouge-l`: shares words with the answer, in its order. Graded: the value is ROUGE-L's F1.
 *
 * With L words in the longest common subsequence, precision is L / words of the output, recall L / words of the answer,
 * and F1 = 2PR / (P + R) (Lin 2004, ROUGE: A Package for Automatic Evaluation of Summaries, equations 2–4 with β = 1). A
 * word is a run of letters and digits without case; no stemming. On ASCII texts these are the figures of rouge_score.
 * When an output is right, and what a format miss is, stands in similarity.ts: right from `threshold` (0.5) on.
 */
export function rougeL({ threshold }: RougeLOptions): Scorer {
  return bySimilarity(rougeLSimilarity, threshold);
}

/** ROUGE-L F1 of two texts, 0 to 1; 0 where one has no word. */
export function rougeLSimilarity(output: string, answer: string): number {
  const given = wordsOf(output);
  const expected = wordsOf(answer);
  const common = longestCommonSubsequence(given, expected);
  if (common === 0) return 0;
  const precision = common / given.length;
  const recall = common / expected.length;
  return (2 * precision * recall) / (precision + recall);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  const numbers = new Map<string, number>();
  const numbered = (words: readonly string[]) =>
    Int32Array.from(words, (word) => numbers.get(word) ?? numbers.set(word, numbers.size).size - 1);
  const [rows, columns] = [numbered(a), numbered(b)];
  const lengths = new Int32Array(columns.length + 1);
  for (const word of rows) {
    let diagonal = 0;
    for (let at = 0; at < columns.length; at += 1) {
      const above = lengths[at + 1]!;
      lengths[at + 1] = word === columns[at] ? diagonal + 1 : Math.max(above, lengths[at]!);
      diagonal = above;
    }
  }
  return lengths[columns.length]!;
}
