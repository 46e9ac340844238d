import type { Row } from "../workspace/workspace.ts";
import { similarity, wordShingles, type WordShingles } from "./word-shingles.ts";

/** Share of words and word pairs from which two questions count as near: 0.8, as in Lee et al. 2022 (arXiv:2107.06499). */
export const nearSimilarity = 0.8;

/** Questions compared before a row is given up: bounds the time on sets that were made from very few templates. */
const mostCompared = 400;
/** Rows looked at in one band: bounds it where the rows of one template are all of one owner or answer. */
const mostInBand = 2000;

interface Entry<Owner> {
  readonly owner: Owner;
  readonly row: Row;
  readonly shingles: WordShingles;
}

/** Rows by the bands of their MinHash, so that a near one is found without comparing all pairs. */
export class NearIndex<Owner> {
  readonly #entries: Entry<Owner>[] = [];
  /** The entry that was added last under a key; the ones before it follow in `#before`. */
  readonly #last = new Map<number, number>();
  readonly #before: number[] = [];

  add(owner: Owner, rows: readonly Row[]): this {
    for (const row of rows) {
      const shingles = wordShingles(row.item);
      const at = this.#entries.push({ owner, row, shingles }) - 1;
      for (const key of shingles.bands) {
        this.#before.push(this.#last.get(key) ?? -1);
        this.#last.set(key, at);
      }
    }
    return this;
  }

  /** A row that is near the item's question and wanted, of those added last; null where there is none. */
  find({ item }: Row, wanted: (entry: Entry<Owner>) => boolean): Entry<Owner> | null {
    const shingles = wordShingles(item);
    const bands = shingles.bands.length;
    const compared = new Set<number>();
    for (const [band, key] of shingles.bands.entries()) {
      let left = mostInBand;
      for (let at = this.#last.get(key) ?? -1; at !== -1 && left > 0; at = this.#before[at * bands + band]!, left--) {
        const entry = this.#entries[at]!;
        if (compared.has(at) || !wanted(entry)) continue;
        if (similarity(shingles, entry.shingles) >= nearSimilarity) return entry;
        if (compared.add(at).size === mostCompared) return null;
      }
    }
    return null;
  }
}
