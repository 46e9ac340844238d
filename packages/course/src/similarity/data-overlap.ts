import { once } from "@locollm/core";
import { NearIndex, sameAnswer, type AdapterData, type Row } from "@locollm/store";
import { estimatedJaccard, minHash, type MinHash } from "./minhash.ts";
import { rowShingles } from "./row-shingles.ts";

/** The sets of an adapter, as they are compared. */
export type RowSets = Pick<AdapterData, "train" | "eval">;

/** Where a row stands: enough to look at it, and nothing of what it says. */
export interface RowPlace {
  readonly id: string;
  /** 1-based line in its file. */
  readonly line: number;
}

/** What one set of an adapter has in common with one set of another. */
export interface DataOverlap {
  readonly set: keyof RowSets;
  readonly otherSet: keyof RowSets;
  /** Shared three-word passages of questions and answers as a share of all, 0 to 1, estimated (standard error at most 0.03). */
  readonly jaccard: number;
  /** Rows of the first set. */
  readonly rows: number;
  /** Those of them whose question is the same as, or nearly that of, a row with the same answer in the other set. */
  readonly rowsShared: number;
  /** The first of them. */
  readonly examples: readonly { readonly row: RowPlace; readonly other: RowPlace }[];
}

const mostExamples = 5;

/** Every set of one adapter against every set of another: training first. */
export function dataOverlap(one: RowSets, other: RowSets): DataOverlap[] {
  return (["train", "eval"] as const).flatMap((set) =>
    (["train", "eval"] as const).map((otherSet) => overlapOf(set, one[set], otherSet, other[otherSet])),
  );
}

function overlapOf(
  set: keyof RowSets,
  rows: readonly Row[],
  otherSet: keyof RowSets,
  otherRows: readonly Row[],
): DataOverlap {
  const index = prepared(otherRows).index();
  const shared = rows.flatMap((row) => {
    const found = index.find(row, (entry) => sameAnswer(row, entry.row));
    return found === null ? [] : [{ row: placeOf(row), other: placeOf(found.row) }];
  });
  return {
    set,
    otherSet,
    jaccard: estimatedJaccard(prepared(rows).signature(), prepared(otherRows).signature()),
    rows: rows.length,
    rowsShared: shared.length,
    examples: shared.slice(0, mostExamples),
  };
}

interface PreparedRows {
  signature(): MinHash;
  index(): NearIndex<null>;
}

/** What comparing a set takes, made once a set. */
const known = new WeakMap<readonly Row[], PreparedRows>();

function prepared(rows: readonly Row[]): PreparedRows {
  const before = known.get(rows);
  if (before !== undefined) return before;
  const made: PreparedRows = {
    signature: once(() => minHash(rowShingles(rows))),
    index: once(() => new NearIndex<null>().add(null, rows)),
  };
  known.set(rows, made);
  return made;
}

function placeOf({ item, line }: Row): RowPlace {
  return { id: item.id, line };
}
