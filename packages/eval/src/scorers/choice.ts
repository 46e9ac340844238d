import type { ScorerOptions } from "@locollm/core";
import { answerText } from "./answer-text.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, failed, formatMiss, quote, right, wrong } from "./scores.ts";

type ChoiceOptions = Extract<ScorerOptions, { scorer: "choice" }>;

/**
 * `choice`: one label of the list.
 *
 * 1. The output must be one label and nothing else. Case, and white space and punctuation at both ends, do not count.
 *    It is right when it is the answer, else wrong.
 * 2. Anything else is a format miss. Its content is right when exactly one label is named in it, as a whole word, and
 *    that label is the answer. Where one label is part of a longer one, the longer one is read.
 *
 * With `by: likelihood` the model writes nothing: the label that it finds likeliest as its whole answer is taken as the
 * output, so there are no format misses. Log-probabilities of labels are sums over their tokens, end of turn included;
 * `normalise: tokens` divides each by its number of tokens, so that long labels are not at a disadvantage.
 */
export function choice({ choices }: ChoiceOptions): Scorer {
  const pieces = [...choices].sort((a, b) => b.length - a.length).map(labelPattern);
  const named = new RegExp(pieces.join("|"), "giu");
  return (item, output) => {
    const answer = answerText(item);
    if (!choices.includes(answer)) return failed(`The item's answer ${quote(answer)} is not one of the choices.`);
    if (output.trim() === "") return emptyOutput;
    const label = labelOf(output, choices);
    if (label === answer) return right(label);
    if (label !== null) return wrong(`Got ${quote(label)}, expected ${quote(answer)}.`, label);
    const labels = [...new Set((output.match(named) ?? []).map((found) => labelOf(found, choices)))];
    const [first] = labels;
    if (first === undefined || first === null) return formatMiss("The output names none of the labels.", false);
    if (labels.length > 1) return formatMiss(`The output names ${labels.length} labels.`, false);
    return formatMiss(`The label ${quote(first)} stands amid other text.`, first === answer, first);
  };
}

/** The label that a text is, first to the letter, then without case, then without punctuation at the ends. */
function labelOf(text: string, choices: readonly string[]): string | null {
  if (text.trim().length > 1000) return null;
  const readings = [(part: string) => part.trim(), (part: string) => part.trim().toLowerCase(), bare];
  for (const read of readings) {
    const same = choices.filter((label) => read(label) === read(text));
    if (same.length > 0) return same.length === 1 ? (same[0] ?? null) : null;
  }
  return null;
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[\p{P}\p{S}\s]+/u, "")
    .replace(/[\p{P}\p{S}\s]+$/u, "");
}

function labelPattern(label: string): string {
  const escaped = label.replace(/[$()*+./?[\\\]^{|}]/g, "\\$&");
  const starts = /^[\p{L}\p{N}]/u.test(label) ? "(?<![\\p{L}\\p{N}])" : "";
  const ends = /[\p{L}\p{N}]$/u.test(label) ? "(?![\\p{L}\\p{N}])" : "";
  return `${starts}${escaped}${ends}`;
}
