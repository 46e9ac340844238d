import { targetOf } from "@locollm/core";
import { normalisedText, wordShingles, type Row } from "@locollm/store";
import { mix } from "./minhash.ts";

/** Words of a shingle. */
const words = 3;

/** Hashes of every three words in a row of a row's question and answer, normalised; of all of them where there are fewer. */
export function rowShingles({ item }: Row): number[] {
  const hashes = `${wordShingles(item).text} ${normalisedText(targetOf(item))}`.split(" ").filter(Boolean).map(hashOf);
  const inOne = Math.min(words, hashes.length);
  if (inOne === 0) return [];
  return Array.from({ length: hashes.length - inOne + 1 }, (_, at) =>
    hashes.slice(at, at + inOne).reduce((sum, hash) => mix(Math.imul(sum, 31) + hash), inOne),
  );
}

/** FNV-1a over UTF-16 code units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return mix(hash);
}
