import { visibleText, type Item } from "@locollm/core";
import { reasonShown } from "@locollm/eval";
import type { ItemAnswer } from "../steps/ask-item-again.ts";

/** One item with its answers as text for a terminal: prompts, all that was written, scores and token probabilities. */
export function itemAnswersText(
  item: Item,
  answers: readonly ItemAnswer[],
  { of, notice }: { readonly of: string; readonly notice: string },
): string {
  const head = [
    `${item.id}${item.difficulty === undefined ? "" : `, ${item.difficulty}`}, of ${of}`,
    row("expected", typeof item.answer === "string" ? item.answer : JSON.stringify(item.answer)),
  ];
  return visibleText([...head, ...answers.flatMap((answer) => ["", ...answerLines(answer)]), "", notice].join("\n"));
}

function answerLines({ name, messages, output, finish, score, tokens, parts = [] }: ItemAnswer): string[] {
  const reason = reasonShown({ finish, score });
  const percents = tokens.map(
    ({ text, logProbability }) => `${JSON.stringify(text)} ${Math.round(100 * Math.exp(logProbability))} %`,
  );
  return [
    `${name}: ${score.outcome}${reason === undefined ? "" : `, ${reason}`}`,
    ...messages.map(({ role, content }) => row(role, content)),
    ...parts.flatMap((part, i) => [
      row(`${i + 1} of ${parts.length}`, part.output),
      ...(part.toolResult === undefined ? [] : [row("tool", part.toolResult)]),
    ]),
    row("answer", output),
    ...(percents.length === 0 ? [] : [row("tokens", percents.join("  "))]),
  ];
}

/** A labelled text; its further lines stand below its first. */
export function row(label: string, text: string): string {
  return text
    .split("\n")
    .map((line, i) => `  ${(i === 0 ? label : "").padEnd(10)}${line}`)
    .join("\n");
}
