import type { ScorerOptions } from "@locollm/core";

/** What two runs are compared by: right or not, or a graded value. */
export type JudgedBy = "right" | "value";

/** The value where a scorer calls an output right from a threshold on: there the value says more than right or not. */
export function judgedByDefault(scorer: ScorerOptions): JudgedBy {
  return "threshold" in scorer ? "value" : "right";
}
