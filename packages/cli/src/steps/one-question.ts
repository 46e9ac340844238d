import { LocoError } from "@locollm/core";

/**
 * The question of a command line; the shell cuts one without quotes into words.
 *
 * @param words every argument that is no option
 * @throws LocoError `wrong-use`
 */
export function oneQuestion(command: string, words: readonly string[]): string {
  if (words.length === 1) return words[0]!;
  throw new LocoError({
    code: "wrong-use",
    message: `loco ${command} takes one question, and this is ${words.length} words without quotes.`,
    fix: `Put the question in quotes: loco ${command} "${words.join(" ")}"`,
    kind: "usage",
  });
}
