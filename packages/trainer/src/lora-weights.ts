import type { Recipe } from "@locollm/core";
import type { Architecture } from "./architectures.ts";

/** Inputs and outputs of the linear layer that a recipe's target names. */
export function layerSides(a: Architecture, target: Recipe["targets"][number]): readonly [number, number] {
  const [query, keyValue] = [a.heads * a.headSize, a.keyValueHeads * a.headSize];
  const sides: Readonly<Record<Recipe["targets"][number], readonly [number, number]>> = {
    q: [a.width, query],
    k: [a.width, keyValue],
    v: [a.width, keyValue],
    o: [query, a.width],
    gate: [a.width, a.feedForward],
    up: [a.width, a.feedForward],
    down: [a.feedForward, a.width],
  };
  return sides[target];
}

/** The number of weights that a recipe's LoRA has on a base. */
export function loraWeights(a: Architecture, recipe: Recipe): number {
  const values = recipe.targets.reduce((sum, target) => {
    const [inputs, outputs] = layerSides(a, target);
    return sum + inputs + outputs;
  }, 0);
  return values * recipe.rank * Math.min(a.blocks, recipe.topLayers ?? a.blocks);
}
