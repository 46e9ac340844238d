import type { Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import { passageWords, rowsByPassage, rowsHolding } from "./passages.ts";

/** Fewer can move no score by a point. */
const shareWorthTelling = 0.01;
/**
 * Easy and medium rows may use training's templates, so thirteen words in common are no finding there: of our five teaching samples' 792
 * such rows 24 have them, made from one template with other names and numbers, and none has twice as many words. So many are a text.
 */
const textWords = 2 * passageWords;

/**
 * Evaluation rows that share a passage with a training row: of thirteen words, where they are marked hard or not marked; of twenty-six,
 * where they are marked easy or medium. What frames half of the training rows, such as an instruction that each repeats, does not count.
 */
export function trainEvalPassages(train: readonly Row[], evaluation: readonly Row[], evalFile: string): Finding[] {
  const isNew = ({ item }: Row) => item.difficulty === undefined || item.difficulty === "hard";
  const told = (asked: readonly Row[], words: number, what: string, fix: string): Finding[] => {
    const shared = sharedWith(train, asked, words);
    if (shared.size === 0 || shared.size < shareWorthTelling * evaluation.length) return [];
    const [evalRow, trainRow] = [...shared].reduce((first, one) => (one[0].line < first[0].line ? one : first));
    return [
      {
        code: "train-eval-passage",
        severity: "warning",
        file: evalFile,
        line: evalRow.line,
        message: `${shared.size} of ${asked.length} ${what} share ${words} words in a row with training: ${evalRow.item.id} and train.jsonl line ${trainRow.line}.`,
        fix,
      },
    ];
  };
  return [
    ...told(
      evaluation.filter(isNew),
      passageWords,
      "questions that should be new",
      "Reword the hard rows, or mark them easy or medium: hard means wordings that training never saw.",
    ),
    ...told(
      evaluation.filter((row) => !isNew(row)),
      textWords,
      "easy and medium rows",
      "Keep all rows about one text in one of the files: what training has read measures memory.",
    ),
  ];
}

/** Each asked row that shares a passage with a training row, and the first such one. */
function sharedWith(train: readonly Row[], asked: readonly Row[], words: number): Map<Row, Row> {
  const passages = rowsByPassage(asked, words);
  const shared = new Map<Row, Row>();
  if (passages.size === 0) return shared;
  for (const [passage, rows] of rowsHolding(passages, train, words))
    for (const row of passages.get(passage)!) if (!shared.has(row)) shared.set(row, rows[0]!);
  return shared;
}
