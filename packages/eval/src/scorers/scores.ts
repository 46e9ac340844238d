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

export function right(extracted: Extracted): Score {
  return { outcome: "right", value: 1, extracted };
}

export function wrong(reason: string, extracted?: Extracted, value = 0): Score {
  return { outcome: "wrong", value, ...(extracted === undefined ? {} : { extracted }), reason };
}

export function formatMiss(reason: string, contentRight: boolean, extracted?: Extracted): Score {
  return { outcome: "format-miss", value: 0, ...(extracted === undefined ? {} : { extracted }), contentRight, reason };
}

/** The machinery or the item is at fault, not the output. */
export function failed(reason: string): Score {
  return { outcome: "error", value: 0, reason };
}

export const emptyOutput: Score = formatMiss("The output is empty.", false);
