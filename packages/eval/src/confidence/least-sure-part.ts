import type { TokenLogProbability } from "@locollm/core";

export interface LeastSurePart {
  readonly part: string;
  /** The word that it stands in. */
  readonly word: string;
  readonly probability: number;
}

/**
 * The token of an answer that the model was least sure of, and the word around it: what to look at first. Null where every token had
 * more than a probability of 0.5, or the answer is blank. The end of the turn is no part of an answer.
 */
export function leastSurePart(tokens: readonly TokenLogProbability[], answer: string): LeastSurePart | null {
  let position = 0;
  let found: LeastSurePart | null = null;
  for (const { text, logProbability } of tokens) {
    const start = answer.indexOf(text, position);
    // A token that the answer does not hold ends the turn, or is a part of a character.
    if (start === -1) continue;
    position = start + text.length;
    const probability = Math.exp(logProbability);
    if (text.trim() === "" || probability > (found?.probability ?? 0.5)) continue;
    const before = /\S*$/.exec(answer.slice(0, start + text.length - text.trimStart().length))![0];
    const after = /^\S*/.exec(answer.slice(position - (text.length - text.trimEnd().length)))![0];
    found = { part: text.trim(), word: before + text.trim() + after, probability };
  }
  return found;
}
