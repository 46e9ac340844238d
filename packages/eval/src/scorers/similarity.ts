import { answerTexts } from "./answer-texts.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, endlessOutput, failed, formatMiss, kept, longestScored, right, wrong } from "./scores.ts";

/** How similar two texts are, 0 to 1. */
export type Similarity = (output: string, answer: string) => number;

/**
 * A graded scorer over a similarity. Its rule:
 *
 * 1. The value is the output's similarity to the answer; where the answer is a list of texts, to the most similar one.
 * 2. Right: the value reaches `threshold`.
 * 3. Format miss, content right: the whole output does not reach it, but one of its paragraphs alone does. The value stays
 *    that of the whole output. Empty outputs and those over 20,000 characters are format misses too.
 * 4. Else wrong.
 */
export function bySimilarity(similarity: Similarity, threshold: number): Scorer {
  return (item, output) => {
    const texts = answerTexts(item);
    if (texts === null) return failed("The item's answer is no text and no list of texts.");
    if (texts.reduce((sum, text) => sum + text.length, 0) > longestScored)
      return failed("The item's answer is longer than 20,000 characters.");
    const text = output.trim();
    if (text === "") return emptyOutput;
    if (text.length > longestScored) return endlessOutput;
    const best = (part: string) => Math.max(...texts.map((answer) => similarity(part, answer)));
    const value = best(text);
    if (value >= threshold) return right(kept(text), value);
    const said = `The similarity is ${shown(value)}, below ${threshold}`;
    const paragraphs = text.split(/\n\s*\n/u).map((part) => part.trim());
    const like = paragraphs.length > 1 ? paragraphs.find((part) => best(part) >= threshold) : undefined;
    return like === undefined
      ? wrong(`${said}.`, kept(text), value)
      : formatMiss(`${said}; one paragraph alone reaches it.`, true, kept(like), value);
  };
}

/** Two decimals, cut and not rounded, so that what is below a threshold also reads so. */
function shown(value: number): string {
  return (Math.floor(value * 100) / 100).toFixed(2);
}
