import type { Finding } from "@locollm/core";
import { shownPath } from "../workspace/read-adapter-data.ts";
import type { AdapterData, AdapterFolder, Row } from "../workspace/workspace.ts";
import { NearIndex } from "./near-index.ts";
import { wordShingles } from "./word-shingles.ts";

/** An adapter with its rows, as an overlap check compares them. */
export interface AdapterRows {
  readonly adapter: AdapterFolder;
  readonly data: Pick<AdapterData, "train" | "eval">;
}

interface Owner {
  readonly adapter: AdapterFolder;
  readonly kind: "train" | "eval";
}

/** Fewer shared rows than one in a hundred can be chance and move no score by a point. */
const shareWorthTelling = 0.01;

/**
 * Rows that an adapter shares, exactly or nearly, with others of its semester or of earlier ones. It is evidence of a
 * common source or template, not a judgement: who wrote first is not known here.
 *
 * @param all adapters with their rows; those of later semesters than a checked one are not held against it
 * @param isChecked which of them findings are wanted of
 */
export function sharedRows(all: readonly AdapterRows[], isChecked: (adapter: AdapterFolder) => boolean): Finding[] {
  if (all.length < 2) return [];
  const candidates = withCommonBands(all);
  const index = new NearIndex<Owner>();
  for (const { adapter, data } of candidates) index.add({ adapter, kind: "eval" }, data.eval);
  // Training rows last, to be found first: a question that somebody trains on matters more than one that is asked twice.
  for (const { adapter, data } of candidates) index.add({ adapter, kind: "train" }, data.train);
  return candidates.flatMap(({ adapter, data }, at) => {
    if (!isChecked(adapter)) return [];
    const { train, eval: evaluation } = all[at]!.data;
    return [
      ...sharedOfFile(index, adapter, "train", data.train, train.length),
      ...sharedOfFile(index, adapter, "eval", data.eval, evaluation.length),
    ];
  });
}

/** Only the rows that agree in a band of their MinHash with a row of another adapter: no other one can be found. */
function withCommonBands(all: readonly AdapterRows[]): AdapterRows[] {
  /** The one adapter that has a key, or null where several have it. */
  const owners = new Map<number, AdapterFolder | null>();
  for (const { adapter, data } of all) {
    for (const { item } of [...data.train, ...data.eval]) {
      for (const key of wordShingles(item).bands) {
        const owner = owners.get(key);
        if (owner === undefined) owners.set(key, adapter);
        else if (owner !== null && owner !== adapter) owners.set(key, null);
      }
    }
  }
  const common = ({ item }: Row) => wordShingles(item).bands.some((key) => owners.get(key) === null);
  return all.map(({ adapter, data }) => ({
    adapter,
    data: { train: data.train.filter(common), eval: data.eval.filter(common) },
  }));
}

function sharedOfFile(
  index: NearIndex<Owner>,
  adapter: AdapterFolder,
  kind: Owner["kind"],
  rows: readonly Row[],
  rowsInFile: number,
): Finding[] {
  const others = new Map<Owner, { readonly row: Row; readonly other: Row }[]>();
  for (const row of rows) {
    const found = index.find(
      row,
      ({ owner }) => owner.adapter !== adapter && owner.adapter.semester <= adapter.semester,
    );
    if (found === null) continue;
    const pairs = others.get(found.owner);
    if (pairs === undefined) others.set(found.owner, [{ row, other: found.row }]);
    else pairs.push({ row, other: found.row });
  }
  return [...others].flatMap(([owner, pairs]): Finding[] => {
    if (pairs.length < shareWorthTelling * rowsInFile) return [];
    const { row, other } = pairs[0]!;
    const otherFile = `${shownPath(owner.adapter)}/data/${owner.kind}.jsonl`;
    return [
      {
        code: "rows-shared",
        severity: kind === "eval" && owner.kind === "train" ? "warning" : "note",
        file: `${shownPath(adapter)}/data/${kind}.jsonl`,
        line: row.line,
        message: `${pairs.length} of ${rowsInFile} rows are the same as rows of ${otherFile} or nearly so, such as ${row.item.id} and its line ${other.line}.`,
        fix: isDeclared(adapter, owner.adapter)
          ? "adapter.yaml says that it builds on it (from): say in data.provenance which rows are yours."
          : "Look at the pairs: name a common source in data.provenance, or write rows of your own. A common template can look like this too.",
      },
    ];
  });
}

function isDeclared({ manifest }: AdapterFolder, { id }: AdapterFolder): boolean {
  return (manifest.from ?? []).some((origin) => origin.startsWith(`${id}@`));
}
