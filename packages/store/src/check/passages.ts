import type { Row } from "../workspace/workspace.ts";
import { wordShingles } from "./word-shingles.ts";

/** Words in a row from which a shared passage counts, as in Brown et al. 2020 (arXiv:2005.14165, appendix C). */
export const passageWords = 13;
/** From this share of the rows on, words that they have in common are their frame and tell nothing about overlap. */
const frameShare = 0.5;
const fewestFramed = 5;

/** Every passage of so many words in a row of a row's question, normalised. */
export function* passagesOf({ item }: Row, words = passageWords): Generator<string> {
  const text = wordShingles(item).text;
  const starts = [0];
  for (let at = text.indexOf(" "); at !== -1; at = text.indexOf(" ", at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  for (let at = 0; at + words < starts.length; at++) yield text.slice(starts[at]!, starts[at + words]! - 1);
}

/** Rows by the passages that they hold, of all passages or of those that are asked about. */
export function rowsByPassage(
  rows: readonly Row[],
  words = passageWords,
  asked?: { has(passage: string): boolean },
): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows)
    for (const passage of passagesOf(row, words)) {
      if (asked?.has(passage) === false) continue;
      const others = found.get(passage);
      if (others === undefined) found.set(passage, [row]);
      else if (others.at(-1) !== row) others.push(row);
    }
  return found;
}

/** Whether words that so many of the rows have in common are their frame. */
export function isFrame(having: number, rows: number): boolean {
  return having >= fewestFramed && having >= frameShare * rows;
}
