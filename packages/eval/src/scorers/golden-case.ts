import type { Item, ScorerOptions, ToolName } from "@locollm/core";

/** Outputs whose scores are pinned: the rules of the scorers by example. */
export interface GoldenCase {
  readonly score: ScorerOptions;
  readonly tools?: readonly ToolName[];
  readonly answer: Item["answer"];
  readonly outputs: readonly string[];
}
