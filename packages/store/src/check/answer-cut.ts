import { targetOf, type AdapterManifest, type Finding, type Item } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** Pieces that the tokenisers of our bases never join: a word, up to three digits, a run of signs, a run of spaces. */
const piece = / ?\p{L}[\p{L}\p{M}]*|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s+/gu;

/** Rows whose right answer has more tokens than `prompt.maxTokens` lets a model write, at the fewest it can have. */
export function answerCut(
  kind: "train" | "eval",
  { score, prompt: { maxTokens } }: AdapterManifest,
  rows: readonly Row[],
  file: string,
): Finding[] {
  // Labels that are scored are never written, so never cut.
  if (score.scorer === "choice" && score.by === "likelihood") return [];
  return rows.flatMap(({ item, line }): Finding[] => {
    // An evaluation row is judged by its answer; what an assistant's turn in it says is one way to be right.
    const shown = kind === "train" && item.messages?.at(-1)?.role === "assistant";
    if (!shown && !isWritten(score.scorer)) return [];
    const target = kind === "train" ? targetOf(item) : asText(item.answer);
    // A piece has one character at least.
    if (target.length <= maxTokens) return [];
    const fewest = target.match(piece)?.length ?? 0;
    if (fewest <= maxTokens) return [];
    return [
      {
        code: "answer-cut",
        severity: kind === "eval" ? "error" : "warning",
        file,
        line,
        message: `The answer has ${fewest} tokens or more, and answers are cut after ${maxTokens}.`,
        fix:
          kind === "eval"
            ? "Raise prompt.maxTokens, or shorten the answer: as it stands, nobody can be right."
            : "Raise prompt.maxTokens, or shorten the answer: what is learnt here is cut when it is asked for.",
      },
    ];
  });
}

/** Whether a right output is the answer itself, and no answer that only judges it, as tests and patterns do. */
function isWritten(scorer: string): boolean {
  return !["python", "regex", "contains", "judge"].includes(scorer);
}

function asText(answer: Item["answer"]): string {
  return typeof answer === "string" ? answer : JSON.stringify(answer);
}
