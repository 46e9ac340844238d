import type { AdapterManifest, Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import type { NearIndex } from "./near-index.ts";
import { questionText } from "./question-text.ts";
import { sameAnswer } from "./same-answer.ts";
import { wordShingles } from "./word-shingles.ts";

/** Below one row in a hundred the share right cannot move by more than a point, which no set of this size shows. */
const newShare = 0.01;
/** Easy and medium rows may use training's templates, and so may rows of one file; a tenth of them is worth a look. */
const repeatedShare = 0.1;

/**
 * Evaluation rows that are nearly a training row: those marked hard (or not marked at all) in words that training has
 * nearly seen, whatever the answer, and easy or medium ones with the same answer to nearly the same words.
 */
export function nearTraining(train: NearIndex<null>, evaluation: readonly Row[], evalFile: string): Finding[] {
  const isNew = ({ item }: Row) => item.difficulty === undefined || item.difficulty === "hard";
  const near = (rows: readonly Row[], same: boolean) =>
    rows.flatMap((row) => {
      const found = train.find(row, (entry) => (!same || sameAnswer(row, entry.row)) && differs(row, entry.row));
      return found === null ? [] : [{ row, line: found.row.line }];
    });
  const newRows = evaluation.filter(isNew);
  const oldRows = evaluation.filter((row) => !isNew(row));
  const tell = (rows: readonly Row[], pairs: ReturnType<typeof near>, share: number, what: string, fix: string) =>
    pairs.length === 0 || pairs.length < share * evaluation.length
      ? []
      : [
          {
            code: "train-eval-near",
            severity: "warning" as const,
            file: evalFile,
            line: pairs[0]!.row.line,
            message: `${pairs.length} of ${rows.length} ${what}: ${pairs[0]!.row.item.id} and train.jsonl line ${pairs[0]!.line}${alsoLines(pairs.map(({ row }) => row.line))}.`,
            fix,
          },
        ];
  return [
    ...tell(
      newRows,
      near(newRows, false),
      newShare,
      "questions that should be new are nearly a training row's",
      "Reword the hard rows, or mark them easy or medium: hard means wordings that training never saw.",
    ),
    ...tell(
      oldRows,
      near(oldRows, true),
      repeatedShare,
      "easy and medium rows have nearly the question and the very answer of a training row",
      "Vary wording and answer: as it stands, the score measures memory as much as skill.",
    ),
  ];
}

/** Rows of one file that nearly repeat an earlier one; for the choice scorer also nearly equal rows with two labels. */
export function nearDuplicates(
  manifest: AdapterManifest,
  index: NearIndex<null>,
  rows: readonly Row[],
  file: string,
): Finding[] {
  const earlier = (row: Row, same: boolean) =>
    index.find(row, ({ row: one }) => {
      if (one.line >= row.line || sameAnswer(row, one) !== same) return false;
      return same ? questionText(row.item) !== questionText(one.item) : differs(row, one);
    });
  const repeated = rows.filter((row) => earlier(row, true) !== null);
  const findings: Finding[] = [];
  if (repeated.length > 0 && repeated.length >= repeatedShare * rows.length) {
    findings.push({
      code: "rows-near-duplicate",
      severity: "note",
      file,
      line: repeated[0]!.line,
      message: `${repeated.length} of ${rows.length} rows nearly repeat an earlier row with the same answer${alsoLines(repeated.map(({ line }) => line))}.`,
      fix: "Vary the wording: the file teaches and shows less than its number of rows promises.",
    });
  }
  if (manifest.score.scorer !== "choice") return findings;
  for (const row of rows) {
    const other = earlier(row, false);
    if (other === null) continue;
    findings.push({
      code: "label-conflict-near",
      severity: "note",
      file,
      line: row.line,
      message: `Line ${other.row.line} has nearly the same question with another label.`,
      fix: "Look at both: if the difference in words does not change the answer, one label is wrong.",
    });
  }
  return findings;
}

/** What is equal but for case and punctuation has findings of its own. */
function differs(a: Row, b: Row): boolean {
  return wordShingles(a.item).text !== wordShingles(b.item).text;
}

/** Where the others stand, a few of them by line. */
function alsoLines([, ...others]: readonly number[]): string {
  if (others.length === 0) return "";
  const shown = others.slice(0, 4).join(", ");
  return ` (also line${others.length === 1 ? "" : "s"} ${shown}${others.length > 4 ? " …" : ""})`;
}
