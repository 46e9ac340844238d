import { canonicalJson, type Finding, type JsonValue } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import { questionText } from "./question-text.ts";

/** Questions that stand twice in one file: with another answer an error, with the same one a warning. */
export function repeatedQuestions(rows: readonly Row[], file: string): Finding[] {
  const seen = new Map<string, Row>();
  return rows.flatMap((row): Finding[] => {
    const text = questionText(row.item);
    const before = seen.get(text);
    if (before === undefined) {
      seen.set(text, row);
      return [];
    }
    const same = canonicalJson(row.item.answer as JsonValue) === canonicalJson(before.item.answer as JsonValue);
    return [
      {
        code: same ? "row-duplicate" : "label-conflict",
        severity: same ? "warning" : "error",
        file,
        line: row.line,
        message: same
          ? `The same question and answer stand on line ${before.line}.`
          : `Line ${before.line} has the same question with another answer.`,
        fix: same ? "Delete one: it counts twice and teaches nothing new." : "Decide which answer is right.",
      },
    ];
  });
}
