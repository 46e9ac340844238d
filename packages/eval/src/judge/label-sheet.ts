import { questionOf, sha256Hex, type PreferenceLabel, shuffled } from "@locollm/core";
import type { AnswerPair } from "./judge-pairs.ts";

/**
 * Rows for a person to label, blind: nothing says which run an answer is of, and which one stands first follows from a hash. Items are
 * a random draw, always the same one, of those whose answers differ.
 */
export function labelSheet(pairs: readonly AnswerPair[], most: number): PreferenceLabel[] {
  const different = pairs.filter(
    ({ before, after }) => before !== null && after !== null && before.trim() !== after.trim(),
  );
  return shuffled(different, 1)
    .slice(0, most)
    .map(({ item, before, after }) => {
      const [one, two] = [before!, after!].sort((a, b) => (a < b ? -1 : 1)) as [string, string];
      const turned = sha256Hex(JSON.stringify([item.id, one, two])) < "8";
      return {
        item: item.id,
        question: questionOf(item)
          .map(({ content }) => content)
          .join("\n"),
        first: turned ? two : one,
        second: turned ? one : two,
        preferred: null,
      };
    });
}
