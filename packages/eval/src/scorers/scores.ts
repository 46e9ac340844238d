import type { Score } from "@locollm/core";

type Extracted = Exclude<Score["extracted"], undefined>;

/** Text as a reason quotes it: on one line, cut after 60 characters. */
export function quote(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return `“${line.length > 60 ? `${line.slice(0, 59)}…` : line}”`;
}

/** A whole answer is kept; of an endless one, the start. */
export function kept(text: string): string {
  return text.length > 1000 ? `${text.slice(0, 999)}…` : text;
}

/** The longest text, in characters, that costly scorers look at; an answer of 4,096 tokens, the most that there is, is shorter. */
export const longestScored = 20_000;

export function right(extracted: Extracted, value = 1): Score {
  return { outcome: "right", value, extracted };
}

export function wrong(reason: string, extracted?: Extracted, value = 0): Score {
  return { outcome: "wrong", value, ...(extracted === undefined ? {} : { extracted }), reason };
}

export function formatMiss(reason: string, contentRight: boolean, extracted?: Extracted, value = 0): Score {
  return { outcome: "format-miss", value, ...(extracted === undefined ? {} : { extracted }), contentRight, reason };
}

/** The machinery or the item is at fault, not the output. */
export function failed(reason: string): Score {
  return { outcome: "error", value: 0, reason };
}

export const emptyOutput: Score = formatMiss("The output is empty.", false);
export const endlessOutput: Score = formatMiss("The output is longer than 20,000 characters.", false);
