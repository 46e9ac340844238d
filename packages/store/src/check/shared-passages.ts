import type { Finding } from "@locollm/core";
import { shownPath } from "../workspace/read-adapter-data.ts";
import type { AdapterFolder, Row } from "../workspace/workspace.ts";
import { nearSimilarity } from "./near-index.ts";
import { passageWords, rowsByPassage, rowsHolding } from "./passages.ts";
import type { AdapterRows } from "./shared-rows.ts";
import { similarity, wordShingles } from "./word-shingles.ts";

/** As for whole rows: fewer can be chance and move no score by a point. */
const shareWorthTelling = 0.01;

/**
 * Evaluation rows that share a passage of thirteen words with a training row of another adapter of their semester or an earlier one,
 * though their questions are not near as a whole: the same text under another question, say. What frames half of those training rows
 * does not count.
 *
 * @param all adapters with their rows; those of later semesters than a checked one are not held against it
 * @param isChecked which of them findings are wanted of
 */
export function sharedPassages(all: readonly AdapterRows[], isChecked: (adapter: AdapterFolder) => boolean): Finding[] {
  const asked = new Map<string, { readonly adapter: AdapterFolder; readonly rows: readonly Row[] }[]>();
  for (const { adapter, data } of all.filter((one) => isChecked(one.adapter)))
    for (const [passage, rows] of rowsByPassage(data.eval)) {
      const others = asked.get(passage);
      if (others === undefined) asked.set(passage, [{ adapter, rows }]);
      else others.push({ adapter, rows });
    }
  if (asked.size === 0) return [];
  return all.flatMap(({ adapter: trained, data }) => {
    const found = new Map<AdapterFolder, Map<Row, Row>>();
    for (const [passage, trainRows] of rowsHolding(asked, data.train)) {
      for (const { adapter, rows } of asked.get(passage)!) {
        if (adapter === trained || trained.semester > adapter.semester) continue;
        const pairs = found.get(adapter) ?? new Map<Row, Row>();
        for (const row of rows) if (!pairs.has(row) && !isNear(row, trainRows[0]!)) pairs.set(row, trainRows[0]!);
        if (pairs.size > 0) found.set(adapter, pairs);
      }
    }
    return [...found].flatMap(([adapter, pairs]): Finding[] => {
      const rows = all.find((one) => one.adapter === adapter)!.data.eval.length;
      if (pairs.size < shareWorthTelling * rows) return [];
      const [row, other] = [...pairs].reduce((first, one) => (one[0].line < first[0].line ? one : first));
      return [
        {
          code: "passage-shared",
          severity: "note",
          file: `${shownPath(adapter)}/data/eval.jsonl`,
          line: row.line,
          message: `${pairs.size} of ${rows} rows share ${passageWords} words in a row with training rows of ${shownPath(trained)}, such as ${row.item.id} and line ${other.line} of its train.jsonl.`,
          fix: "Look at the pairs: name a common source in data.provenance, or take other texts. A common template can look like this too.",
        },
      ];
    });
  });
}

/** Whole rows that are near have a finding of their own. */
function isNear({ item: a }: Row, { item: b }: Row): boolean {
  return similarity(wordShingles(a), wordShingles(b)) >= nearSimilarity;
}
