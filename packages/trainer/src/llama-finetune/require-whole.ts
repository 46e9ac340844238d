import { LocoError, loraTargets } from "@locollm/core";
import type { TrainPlan } from "../train-plan.ts";

/**
 * llama-finetune trains every layer: what a recipe leaves out would be trained, and the change lost.
 *
 * @throws LocoError `recipe-not-whole`
 */
export function requireWhole({ adapterId, architecture, recipe }: TrainPlan): void {
  const all = (recipe.topLayers ?? architecture.blocks) >= architecture.blocks;
  if (all && loraTargets.every((target) => recipe.targets.includes(target))) return;
  throw new LocoError({
    code: "recipe-not-whole",
    message: `llama-finetune trains all layers of all blocks, and the recipe of ${adapterId} wants some of them.`,
    fix: "Remove topLayers and targets from train in adapter.yaml, or train without --backend llama-finetune.",
    fields: { adapter: adapterId },
    kind: "usage",
  });
}
