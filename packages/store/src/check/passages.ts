import type { Row } from "../workspace/workspace.ts";
import { frameOf, isFrame, withoutFrame } from "./frame.ts";
import { wordShingles } from "./word-shingles.ts";

/** Words in a row from which a shared passage counts, as in Brown et al. 2020 (arXiv:2005.14165, appendix C). */
export const passageWords = 13;

/** Every passage of so many words in a row of a normalised text. */
export function* passagesOf(text: string, words = passageWords): Generator<string> {
  const starts = [0];
  for (let at = text.indexOf(" "); at !== -1; at = text.indexOf(" ", at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  for (let at = 0; at + words < starts.length; at++) yield text.slice(starts[at]!, starts[at + words]! - 1);
}

/** Rows by the passages of their questions. */
export function rowsByPassage(rows: readonly Row[], words = passageWords): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows)
    for (const passage of passagesOf(wordShingles(row.item).text, words)) put(found, passage, row);
  return found;
}

/** A file's rows by the asked passages that they hold. What frames the file is no passage. */
export function rowsHolding(
  asked: { has(passage: string): boolean },
  rows: readonly Row[],
  words = passageWords,
): Map<string, Row[]> {
  const frame = frameOf(rows);
  const found = new Map<string, Row[]>();
  for (const row of rows)
    for (const passage of passagesOf(withoutFrame(wordShingles(row.item).text, frame), words))
      if (asked.has(passage)) put(found, passage, row);
  for (const [passage, { length }] of found) if (isFrame(length, rows.length)) found.delete(passage);
  return found;
}

function put(found: Map<string, Row[]>, passage: string, row: Row): void {
  const others = found.get(passage);
  if (others === undefined) found.set(passage, [row]);
  else if (others.at(-1) !== row) others.push(row);
}
