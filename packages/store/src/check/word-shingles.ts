import { mixHash, type Item } from "@locollm/core";
import { normalisedQuestion } from "./question-text.ts";

const minHashes = 40;
/** Bands of four: two questions that share four fifths are found with a probability of 0.995, one half with 0.48. */
const rowsPerBand = 4;

/** A question as its words and word pairs, hashed, and as the keys under which near ones are found. */
export interface WordShingles {
  /** The question, normalised. */
  readonly text: string;
  /** 32-bit hashes, ascending, each once. */
  readonly shingles: Int32Array;
  /** One key a band of its MinHash signature (Broder 1997); near questions agree in at least one. */
  readonly bands: Int32Array;
}

const known = new WeakMap<Item, WordShingles>();

/** The shingles of an item's question, computed once an item. */
export function wordShingles(item: Item): WordShingles {
  const before = known.get(item);
  if (before !== undefined) return before;
  const text = normalisedQuestion(item);
  const shingles = shinglesOf(text);
  const made = { text, shingles, bands: bandKeys(shingles) };
  known.set(item, made);
  return made;
}

/** Shared shingles as a share of all of them: the Jaccard index, 0 to 1. */
export function similarity({ shingles: a }: WordShingles, { shingles: b }: WordShingles): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i]! < b[j]!) i++;
    else j++;
  }
  return shared / (a.length + b.length - shared);
}

const multipliers = Int32Array.from({ length: minHashes }, (_, at) => mixHash(at + 1) | 1);
const offsets = Int32Array.from({ length: minHashes }, (_, at) => mixHash(at + 1 + minHashes));

function bandKeys(shingles: Int32Array): Int32Array {
  const least = new Int32Array(minHashes).fill(0x7fffffff);
  for (let of = 0; of < shingles.length; of++) {
    const shingle = shingles[of]!;
    for (let at = 0; at < minHashes; at++) {
      const value = (Math.imul(shingle, multipliers[at]!) + offsets[at]!) | 0;
      if (value < least[at]!) least[at] = value;
    }
  }
  const keys = new Int32Array(minHashes / rowsPerBand);
  for (let at = 0; at < minHashes; at++) {
    const band = Math.trunc(at / rowsPerBand);
    keys[band] = mixHash(Math.imul(keys[band]!, 31) + least[at]! + band);
  }
  return keys;
}

/** Hashes of the words (FNV-1a over UTF-16 code units) and of each pair of neighbours, ascending, each once. */
function shinglesOf(text: string): Int32Array {
  const hashes: number[] = [];
  let before = 0;
  for (let at = 0; at < text.length; at++) {
    let hash = 0x811c9dc5 | 0;
    for (; at < text.length && text.charCodeAt(at) !== 32; at++)
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    const word = mixHash(hash);
    if (hashes.length > 0) hashes.push(mixHash(Math.imul(before, 31) + word));
    hashes.push(word);
    before = word;
  }
  const sorted = Int32Array.from(hashes).sort();
  let kept = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at]!;
  }
  return sorted.subarray(0, kept);
}
