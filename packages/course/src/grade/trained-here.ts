import type { GradeRules, Lock } from "@locollm/core";

/**
 * Whether an accepted adapter's weights are known to come from its rows: the gate trained them. What was trained elsewhere, or taken as
 * submitted, says itself what from.
 */
export function trainedHere({ trainer }: Lock, { weights }: GradeRules): boolean {
  return weights === "retrain" && trainer.place === undefined;
}
