import type { Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import { wordShingles } from "./word-shingles.ts";

/** Words in a row from which a shared passage counts, as in Brown et al. 2020 (arXiv:2005.14165, appendix C). */
export const passageWords = 13;
const shareWorthTelling = 0.01;

/**
 * Evaluation rows, marked hard or not marked, that share a passage of thirteen words with a training row. Easy and
 * medium rows may: there only the hard third promises wordings that training never saw.
 */
export function longOverlap(train: readonly Row[], evaluation: readonly Row[], evalFile: string): Finding[] {
  const asked = evaluation.filter(({ item }) => item.difficulty === undefined || item.difficulty === "hard");
  const passages = new Map<string, Row>();
  for (const row of asked) for (const passage of passagesOf(row)) passages.set(passage, row);
  if (passages.size === 0) return [];
  const shared = new Map<Row, Row>();
  for (const row of train) {
    for (const passage of passagesOf(row)) {
      const evalRow = passages.get(passage);
      if (evalRow !== undefined && !shared.has(evalRow)) shared.set(evalRow, row);
    }
  }
  if (shared.size === 0 || shared.size < shareWorthTelling * evaluation.length) return [];
  const [evalRow, trainRow] = [...shared].reduce((first, one) => (one[0].line < first[0].line ? one : first));
  return [
    {
      code: "train-eval-passage",
      severity: "warning",
      file: evalFile,
      line: evalRow.line,
      message: `${shared.size} of ${asked.length} questions that should be new share ${passageWords} words in a row with training: ${evalRow.item.id} and train.jsonl line ${trainRow.line}.`,
      fix: "Reword the hard rows, or mark them easy or medium: hard means wordings that training never saw.",
    },
  ];
}

/** Every passage of thirteen words in a row of a row's question, normalised. */
export function* passagesOf({ item }: Row): Generator<string> {
  const text = wordShingles(item).text;
  const starts = [0];
  for (let at = text.indexOf(" "); at !== -1; at = text.indexOf(" ", at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  for (let at = 0; at + passageWords < starts.length; at++)
    yield text.slice(starts[at]!, starts[at + passageWords]! - 1);
}
