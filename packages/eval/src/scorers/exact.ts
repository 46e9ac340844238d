import { answerText } from "./answer-text.ts";
import { answerForm } from "./answer-form.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, formatMiss, kept, quote, right, wrong } from "./scores.ts";
import { standsIn } from "./stands-in.ts";

/**
 * `exact`: the same text.
 *
 * 1. Right: output and answer are the same text once white space at both ends is removed. Case, accents and
 *    punctuation count.
 * 2. Format miss, content right: the answer stands in the output amid other text, as whole words and numbers.
 * 3. An answer with two or more numbers in it, such as `2021-03-03`, `09:30` or `v1.2`, has a form: the same signs in
 *    the same places, with as many digits. An output without that form is a format miss, and so is one that holds
 *    another text of that form amid more text. If the answer is there beside a second text of its form, the content
 *    is not right: it names two.
 * 4. Everything else is wrong. Numbers alone are better scored by `numeric`, labels by `choice`.
 */
export const exact: Scorer = (item, output) => {
  const answer = answerText(item).trim();
  const text = output.trim();
  if (text === answer) return right(kept(text));
  if (text === "") return emptyOutput;
  const form = answerForm(answer);
  if (form === null) {
    return standsIn(answer, text)
      ? formatMiss(`The answer ${quote(answer)} stands amid other text.`, true, kept(answer))
      : wrong(`Got ${quote(text)}, expected ${quote(answer)}.`, kept(text));
  }
  if (form.fits(text)) return wrong(`Got ${quote(text)}, expected ${quote(answer)}.`, kept(text));
  const named = form.findAll(text);
  const [first] = named;
  if (first === undefined) return formatMiss(`Nothing in the output has the form of ${quote(answer)}.`, false);
  if (named.length > 1)
    return formatMiss(`The output names ${named.length} answers: ${named.slice(0, 3).map(quote).join(", ")}.`, false);
  return first === answer
    ? formatMiss(`The answer ${quote(answer)} stands amid other text.`, true, kept(first))
    : formatMiss(`Got ${quote(first)} amid other text, expected ${quote(answer)}.`, false, kept(first));
};
