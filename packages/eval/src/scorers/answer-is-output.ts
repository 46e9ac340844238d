import type { Item, ScorerOptions } from "@locollm/core";

/** Whether an item's answer, written as it is, is an output that the scorer asks for; else a row must show one itself. */
export function answerIsOutput(options: ScorerOptions, { answer }: Item): boolean {
  switch (options.scorer) {
    case "python":
    case "regex":
      return false;
    case "numeric":
      return options.units === undefined && options.read !== "hash" && options.read !== "boxed";
    case "contains":
    case "rouge-l":
    case "chrf":
      return !Array.isArray(answer);
    default:
      return true;
  }
}
