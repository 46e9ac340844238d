import type { ScorerOptions } from "@locollm/core";
import { answerTexts } from "./answer-texts.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, failed, formatMiss, kept, quote, right, wrong } from "./scores.ts";
import { standsIn } from "./stands-in.ts";

type ContainsOptions = Extract<ScorerOptions, { scorer: "contains" }>;

/**
 * `contains`: the answer's texts stand in the output, whatever else does.
 *
 * 1. The answer is one text or a list of texts. A text is found where it stands in the output as whole words and numbers:
 *    `42` is not in `142`, `cat` not in `concatenate`. Case counts unless `ignoreCase` is set; a run of white space is
 *    one blank.
 * 2. Right: all texts are found, or with `match: any` one of them.
 * 3. Format miss, content right: they are found only when case does not count. An empty output is a format miss too.
 * 4. Else wrong, with the share of the texts that were found as value.
 *
 * A list of all cities contains the right one: use it where naming more is no help, or ask for one thing with `exact`.
 */
export function contains({ match, ignoreCase }: ContainsOptions): Scorer {
  const enough = (found: number, all: number) => (match === "any" ? found > 0 : found === all);
  return (item, output) => {
    const texts = answerTexts(item);
    if (texts === null) return failed("The item's answer is no text and no list of texts.");
    if (output.trim() === "") return emptyOutput;
    const read = ignoreCase ? withoutCase : oneBlank;
    const found = textsIn(output, texts, read);
    if (enough(found.length, texts.length)) return right(shown(found));
    const anyCase = ignoreCase ? found : textsIn(output, texts, withoutCase);
    if (enough(anyCase.length, texts.length))
      return formatMiss(`${list(anyCase)} ${anyCase.length === 1 ? "is" : "are"} there in other letter case.`, true);
    const missing = texts.filter((text) => !found.includes(text));
    const value = match === "any" ? 0 : found.length / texts.length;
    return wrong(`The output does not hold ${list(missing)}.`, found.length > 0 ? shown(found) : undefined, value);
  };
}

function textsIn(output: string, texts: readonly string[], read: (text: string) => string): string[] {
  const looked = read(output);
  return texts.filter((text) => standsIn(read(text), looked));
}

const oneBlank = (text: string) => text.replace(/\s+/gu, " ");
const withoutCase = (text: string) => oneBlank(text).toLowerCase();

const shown = (texts: readonly string[]) => texts.slice(0, 20).map(kept);

function list(texts: readonly string[]): string {
  const first = texts.slice(0, 3).map(quote).join(", ");
  return texts.length > 3 ? `${first} and ${texts.length - 3} more` : first;
}
