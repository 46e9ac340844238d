import { visibleText } from "@locollm/core";
import { outcomeWords, type Flip, type Report, type ReportAnswer } from "@locollm/eval";
import { row } from "./item-answers.ts";

/** One item of a report with both stored answers, whole, as text for a terminal. */
export function storedItemText({ about, cautions, labels, notice }: Report, flip: Flip): string {
  const answer = (label: string, { output, outcome, reason }: ReportAnswer) => [
    "",
    `${label}: ${outcomeWords(outcome, reason)}`,
    row("answer", output),
  ];
  return visibleText(
    [
      `${flip.item}${flip.difficulty === undefined ? "" : `, ${flip.difficulty}`}, of ${about}`,
      row("question", flip.question),
      row("expected", flip.expected),
      ...answer(labels.after, flip.after),
      ...answer(labels.before, flip.before),
      "",
      ...cautions,
      notice,
    ].join("\n"),
  );
}
