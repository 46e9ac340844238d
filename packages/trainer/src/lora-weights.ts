import type { Recipe } from "@locollm/core";
import type { Architecture } from "./architectures.ts";

/** The number of weights that a recipe's LoRA has on a base. */
export function loraWeights(a: Architecture, recipe: Recipe): number {
  const [query, keyValue] = [a.heads * a.headSize, a.keyValueHeads * a.headSize];
  const sides: Readonly<Record<string, number>> = {
    q: a.width + query,
    k: a.width + keyValue,
    v: a.width + keyValue,
    o: a.width + query,
    gate: a.width + a.feedForward,
    up: a.width + a.feedForward,
    down: a.width + a.feedForward,
  };
  const values = recipe.targets.reduce((sum, target) => sum + (sides[target] ?? 0), 0);
  return values * recipe.rank * Math.min(a.blocks, recipe.topLayers ?? a.blocks);
}
