import { mixHash, targetOf } from "@locollm/core";
import { normalisedText, wordShingles, type Row } from "@locollm/store";

/** Words of a shingle. */
const words = 3;

/** Hashes of every three words in a row of each row's question and answer, normalised; of all its words where there are fewer. */
export function* rowShingles(rows: readonly Row[]): Generator<number> {
  for (const { item } of rows) {
    const text = `${wordShingles(item).text} ${normalisedText(targetOf(item))}`;
    const hashes = text.split(" ").filter(Boolean).map(hashOf);
    const length = Math.min(words, hashes.length);
    for (let at = 0; length > 0 && at + length <= hashes.length; at++) {
      let shingle = length;
      for (let word = at; word < at + length; word++) shingle = mixHash(Math.imul(shingle, 31) + hashes[word]!);
      yield shingle;
    }
  }
}

/** FNV-1a over UTF-16 code units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mixHash(hash);
}
