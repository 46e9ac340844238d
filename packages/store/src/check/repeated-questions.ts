import { canonicalJson, type Finding, type JsonValue } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";
import { questionText } from "./question-text.ts";
import { wordShingles } from "./word-shingles.ts";

/**
 * Questions that stand twice in one file: with another answer an error, with the same one a warning. But for case or punctuation with
 * another answer: a warning, for some tasks are about these.
 */
export function repeatedQuestions(rows: readonly Row[], file: string): Finding[] {
  const seen = new Map<string, Row>();
  const loosely = new Map<string, Row>();
  return rows.flatMap((row): Finding[] => {
    const text = questionText(row.item);
    const loose = wordShingles(row.item).text;
    const before = seen.get(text) ?? loosely.get(loose);
    const exact = seen.has(text);
    if (!exact) seen.set(text, row);
    if (before === undefined) loosely.set(loose, row);
    if (before === undefined) return [];
    const same = canonicalJson(row.item.answer as JsonValue) === canonicalJson(before.item.answer as JsonValue);
    // Of those with one answer, nearDuplicates counts how many there are.
    if (!exact && same) return [];
    return [
      {
        code: same ? "row-duplicate" : "label-conflict",
        severity: same || !exact ? "warning" : "error",
        file,
        line: row.line,
        message: same
          ? `The same question and answer stand on line ${before.line}.`
          : `Line ${before.line} has the same question with another answer${exact ? "" : ", but for case or punctuation"}.`,
        fix: same
          ? "Delete one: it counts twice and teaches nothing new."
          : exact
            ? "Decide which answer is right."
            : "Decide which answer is right, unless case or punctuation is what is asked about.",
      },
    ];
  });
}
