import type { Row } from "../workspace/workspace.ts";
import { wordShingles } from "./word-shingles.ts";

/** From this share of the rows on, words that they have in common are their frame and tell nothing about overlap. */
const frameShare = 0.5;
const fewestFramed = 5;
/** Fewer words in common are how questions of one kind begin. */
const fewestWords = 13;

/** Words, normalised, with which half of a file's questions or more begin and end: an instruction, say. Empty where there are none. */
export interface Frame {
  readonly begin: string;
  readonly end: string;
}

/** Whether words that so many of the rows have in common are their frame. */
export function isFrame(having: number, rows: number): boolean {
  return having >= fewestFramed && having >= frameShare * rows;
}

const known = new WeakMap<readonly Row[], Frame>();

/** The frame of a file's rows, found once. */
export function frameOf(rows: readonly Row[]): Frame {
  const before = known.get(rows);
  if (before !== undefined) return before;
  const texts = rows.map(({ item }) => wordShingles(item).text);
  const found = { begin: framing(texts, commonStart), end: framing(texts, commonEnd) };
  known.set(rows, found);
  return found;
}

/** A text without its frame. */
export function withoutFrame(text: string, { begin, end }: Frame): string {
  const from = begin !== "" && text.startsWith(begin) ? begin.length : 0;
  const to = end !== "" && text.endsWith(end) ? text.length - end.length : text.length;
  return text.slice(from, Math.max(from, to)).trim();
}

function framing(texts: readonly string[], common: (one: string, other: string) => string): string {
  const framed = Math.max(fewestFramed, Math.ceil(frameShare * texts.length));
  if (texts.length < framed) return "";
  // The middle row as well, should the first be an odd one.
  for (const text of [texts[0]!, texts[texts.length >> 1]!]) {
    // Fewer than that share its first words, in most files.
    const shared = texts.map((other) => common(text, other)).filter((one) => one.length > 2 * fewestWords - 2);
    if (shared.length < framed) continue;
    const longest = shared.toSorted((a, b) => b.length - a.length)[framed - 1]!;
    if (longest.split(" ").length >= fewestWords) return longest;
  }
  return "";
}

/** The whole words with which both begin. */
function commonStart(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  if (isEdge(one[at]) && isEdge(other[at])) return one.slice(0, at);
  return one.slice(0, Math.max(0, one.lastIndexOf(" ", at - 1)));
}

/** The whole words with which both end. */
function commonEnd(one: string, other: string): string {
  let [at, otherAt] = [one.length - 1, other.length - 1];
  while (at >= 0 && one[at] === other[otherAt]) [at, otherAt] = [at - 1, otherAt - 1];
  if (isEdge(one[at]) && isEdge(other[otherAt])) return one.slice(at + 1).trimStart();
  const edge = one.indexOf(" ", at + 1);
  return edge === -1 ? "" : one.slice(edge + 1);
}

function isEdge(sign: string | undefined): boolean {
  return sign === undefined || sign === " ";
}
