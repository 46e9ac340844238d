import { LocoError, type ScorerOptions } from "@locollm/core";
import { answerText } from "./answer-text.ts";
import { linearPattern } from "./linear-pattern.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, endlessOutput, failed, formatMiss, kept, longestScored, quote, right, wrong } from "./scores.ts";
import { standsIn } from "./stands-in.ts";

type RegexOptions = Extract<ScorerOptions, { scorer: "regex" }>;

/**
 * `regex`: what a regular expression finds.
 *
 * 1. With a `pattern`: its first match in the output counts. What the pattern's first group holds there (the first that
 *    took part; without groups, the whole match) is compared with the answer: right when it is the same text, white
 *    space at both ends aside, else wrong. A pattern that begins with `(?s).*` finds the last place instead.
 * 2. Where the pattern finds nothing, that is a format miss. Its content is right when the answer stands in the output as
 *    whole words and numbers.
 * 3. Without a `pattern`, each item's answer is one: right when the whole output matches it, white space at both ends
 *    aside. A match amid other text is a format miss with the right content; anything else is wrong.
 * 4. Patterns are in RE2's syntax: no look-around and no back references, so that none takes long. An output over 20,000
 *    characters is a format miss.
 *
 * @throws LocoError `pattern-unreadable`
 */
export function regex({ pattern }: RegexOptions): Scorer {
  if (pattern === undefined) return byAnswer;
  const compiled = linearPattern(pattern);
  if ("problem" in compiled) {
    throw new LocoError({
      code: "pattern-unreadable",
      message: `The scorer's pattern ${quote(pattern)} cannot be read: ${compiled.problem}.`,
      fix: "Correct score.pattern in adapter.yaml; it is in RE2's syntax, in single quotes.",
      fields: { pattern },
      kind: "usage",
    });
  }
  return (item, output) => {
    const answer = answerText(item).trim();
    if (output.trim() === "") return emptyOutput;
    if (output.length > longestScored) return endlessOutput;
    const found = compiled.find(output)?.trim();
    if (found === answer) return right(kept(found));
    if (found !== undefined) return wrong(`Got ${quote(found)}, expected ${quote(answer)}.`, kept(found));
    return standsIn(answer, output)
      ? formatMiss(`The pattern finds nothing, but ${quote(answer)} stands in the output.`, true, kept(answer))
      : formatMiss("The pattern finds nothing in the output.", false);
  };
}

const byAnswer: Scorer = (item, output) => {
  const answer = answerText(item).trim();
  const compiled = linearPattern(answer);
  if ("problem" in compiled)
    return failed(`The item's answer ${quote(answer)} is not a pattern that can be read: ${compiled.problem}.`);
  const text = output.trim();
  if (text === "") return emptyOutput;
  if (text.length > longestScored) return endlessOutput;
  if (compiled.fits(text)) return right(kept(text));
  const found = compiled.find(text)?.trim() ?? "";
  return found === ""
    ? wrong(`Got ${quote(text)}, which does not match ${quote(answer)}.`, kept(text))
    : formatMiss(`The match ${quote(found)} stands amid other text.`, true, kept(found));
};
