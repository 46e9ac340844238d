import type { TrainPlan } from "./train-plan.ts";

/**
 * Bytes of what the blocks below the first trained one made of rows, in fp32: it is kept where a row comes again, so that they run once
 * for it.
 *
 * @param tokens of all rows, once
 */
export function keptStatesBytes({ architecture: a, recipe }: TrainPlan, tokens: number): number {
  const hasFrozen = recipe.topLayers !== null && recipe.topLayers < a.blocks;
  const share = recipe.epochs > 1 ? 1 : recipe.validation;
  return hasFrozen ? 4 * a.width * tokens * share : 0;
}
