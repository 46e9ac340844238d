import { assemblePrompt, questionOf, targetOf, type Item } from "@locollm/core";
import type { OpenBase } from "@locollm/inference";

export interface RowTokens {
  /** Mean over the rows, prompt and answer. */
  readonly mean: number;
  /** Ids of rows that have more than the limit. */
  readonly tooLong: readonly string[];
}

/** How many tokens training rows have on a base: another tokeniser and template, another length. */
export async function rowTokens(
  base: OpenBase,
  system: string | undefined,
  items: readonly Item[],
  limit: number,
): Promise<RowTokens> {
  let total = 0;
  const tooLong: string[] = [];
  for (const item of items) {
    const tokens = await base.countTokens(assemblePrompt(system, questionOf(item)), targetOf(item));
    total += tokens;
    if (tokens > limit) tooLong.push(item.id);
  }
  return { mean: items.length === 0 ? 0 : total / items.length, tooLong };
}
