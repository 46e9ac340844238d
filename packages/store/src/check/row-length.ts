import { assemblePrompt, questionOf, targetOf, type AdapterManifest, type Finding, type Message } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** Tokens that a chat template puts around each turn, at most, in the templates that we know. */
const templateTokensPerTurn = 12;

export interface RowLengthOptions {
  /** Tokens that a row, prompt and answer, may have. */
  readonly contextLength: number;
  /** Tokens that the base takes at most, whatever the recipe says. */
  readonly baseContext?: number | undefined;
  /** Exact count for rendered messages; without it a row is judged by its bytes, which no token count exceeds. */
  readonly countTokens?: ((messages: readonly Message[]) => number) | undefined;
}

/** Rows that are longer than the context, or may be where no tokeniser is at hand. */
export function rowLength(
  manifest: AdapterManifest,
  rows: readonly Row[],
  file: string,
  { contextLength: asked, baseContext = asked, countTokens }: RowLengthOptions,
): Finding[] {
  const contextLength = Math.min(asked, baseContext);
  return rows.flatMap(({ item, line }): Finding[] => {
    const messages: Message[] = [
      ...assemblePrompt(manifest.prompt.system, questionOf(item)),
      { role: "assistant", content: targetOf(item) },
    ];
    const bytes = messages.reduce((sum, turn) => sum + Buffer.byteLength(turn.content) + templateTokensPerTurn, 0);
    if (bytes <= contextLength) return [];
    const tokens = countTokens?.(messages);
    if (tokens !== undefined && tokens <= contextLength) return [];
    // English text has three to five bytes a token, so below two bytes a token a row is almost surely too long.
    const sure = tokens !== undefined || bytes / 2 > contextLength * 2;
    if (!sure && bytes / 3 <= contextLength) return [];
    return [
      {
        code: "row-too-long",
        severity: sure ? "error" : "warning",
        file,
        line,
        message:
          tokens === undefined
            ? `The row has ${bytes} bytes with its prompt; ${sure ? "that is" : "that may be"} more than the context of ${contextLength} tokens.`
            : `The row has ${tokens} tokens with its prompt; the context has ${contextLength}.`,
        fix: asked > baseContext ? "Shorten it." : "Shorten it, or raise train.contextLength (more memory, slower).",
      },
    ];
  });
}
