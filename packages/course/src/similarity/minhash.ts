import { mixHash } from "@locollm/core";

/** The least hash of a set under each of so many functions: what two sets share can be told from their signatures alone. */
export type MinHash = Uint32Array;

/** Hash functions of a signature. */
const hashFunctions = 256;

/** What the least hash of an empty set is, and of no other. */
const nothing = 0xffffffff;

const multipliers = Uint32Array.from({ length: hashFunctions }, (_, at) => mixHash(2 * at + 1) | 1);
const offsets = Uint32Array.from({ length: hashFunctions }, (_, at) => mixHash(2 * at + 2));

/** The signature of a set of well mixed 32-bit hashes (Broder 1997). It depends neither on their order nor on how often each stands there. */
export function minHash(hashes: Iterable<number>): MinHash {
  const least = new Uint32Array(hashFunctions).fill(nothing);
  for (const hash of hashes)
    for (let at = 0; at < hashFunctions; at++) {
      const value = (Math.imul(hash, multipliers[at]!) + offsets[at]!) >>> 0;
      if (value < least[at]!) least[at] = value;
    }
  return least;
}

/** Shared members as a share of all members of two sets, 0 to 1, estimated from their signatures; 0 where a set is empty. */
export function estimatedJaccard(a: MinHash, b: MinHash): number {
  let same = 0;
  for (let at = 0; at < hashFunctions; at++) if (a[at] === b[at] && a[at] !== nothing) same++;
  return same / hashFunctions;
}

/** The standard error of an estimate where the true share is `jaccard`. */
export function jaccardError(jaccard: number): number {
  return Math.sqrt((jaccard * (1 - jaccard)) / hashFunctions);
}
