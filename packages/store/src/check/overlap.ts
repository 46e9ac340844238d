import type { Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import { questionText } from "./question-text.ts";
import { wordShingles } from "./word-shingles.ts";

/** Evaluation rows whose question training has seen, exactly or but for case, spacing and punctuation. */
export function trainEvalOverlap(train: readonly Row[], evaluation: readonly Row[], evalFile: string): Finding[] {
  const exact = new Map(train.map((row) => [questionText(row.item), row.line]));
  const loose = new Map(train.map((row) => [wordShingles(row.item).text, row.line]));
  return evaluation.flatMap(({ item, line }): Finding[] => {
    const same = exact.get(questionText(item));
    const near = same ?? loose.get(wordShingles(item).text);
    if (near === undefined) return [];
    return [
      {
        code: "train-eval-overlap",
        severity: "error",
        file: evalFile,
        line,
        message: `The question of ${item.id} stands in train.jsonl line ${near} too${same === undefined ? ", but for case or punctuation" : ""}.`,
        fix: "Replace it in one of the files: what training has seen measures nothing.",
      },
    ];
  });
}
