import type { RecipeSettings } from "@locollm/core";

/** What a training may do to be fast, as recipe fields over the manifest's own: each is measured beside the first. */
export const recipeVariants: Readonly<Record<string, RecipeSettings>> = {
  "all blocks, rank 4": { topLayers: null, rank: 4, alpha: 8, learningRate: 1e-3 },
  "top 15 blocks, rank 8": { topLayers: 15, rank: 8, alpha: 16, learningRate: 2e-3 },
  "top 10 blocks, rank 8": { topLayers: 10, rank: 8, alpha: 16, learningRate: 2e-3 },
  "top 10 blocks, rank 8, twice the rate": { topLayers: 10, rank: 8, alpha: 16, learningRate: 4e-3 },
  "all blocks, fp32": { topLayers: null, rank: 4, alpha: 8, learningRate: 1e-3, precision: "fp32" },
  "all blocks, stops by validation": {
    topLayers: null,
    rank: 4,
    alpha: 8,
    learningRate: 1e-3,
    schedule: "auto",
    validation: 0.05,
    epochs: 3,
  },
};
