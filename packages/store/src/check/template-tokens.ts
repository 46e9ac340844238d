import { questionOf, targetOf, type Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** How the chat templates of known families of bases mark turns and ends: <|im_end|>, <end_of_turn>, [INST]. */
const templateToken = /<\|[\w-]{2,40}\|>|<(?:start|end)_of_turn>|<(?:bos|eos|pad|unk)>|\[\/?INST\]/;

/** Rows whose words a chat template would take for its own marks, which no base reads as they were meant. */
export function templateTokens(rows: readonly Row[], file: string): Finding[] {
  return rows.flatMap(({ item, line }): Finding[] => {
    const texts = [...questionOf(item).map(({ content }) => content), targetOf(item)];
    const found = templateToken.exec(texts.join("\n"));
    if (found === null) return [];
    return [
      {
        code: "row-template-token",
        severity: "error",
        file,
        line,
        message: `The row holds ${found[0]}, by which bases mark where a turn begins or ends.`,
        fix: "Write the words without that mark; the base's own template adds what it needs.",
      },
    ];
  });
}
