import { recipes, type RecipeSettings } from "@locollm/core";

/** All blocks, as trainings were before any of this: a manifest's own rate stands. */
const allBlocks = { topLayers: null, rank: 4, alpha: 8 } as const;
const stops = { schedule: "auto", validation: 0.05 } as const;
const rate = (own: RecipeSettings): number => own.learningRate ?? 1e-3;

/** What a training may do to be fast, as recipe fields over a manifest's own: each is measured beside the first. */
export const recipeVariants: Readonly<Record<string, (own: RecipeSettings) => RecipeSettings>> = {
  "all blocks, rank 4": (own) => ({ ...allBlocks, learningRate: rate(own) }),
  "top 15 blocks, rank 8": () => ({ topLayers: 15, rank: 8, alpha: 16, learningRate: 2e-3 }),
  "top 10 blocks, rank 8": () => ({ topLayers: 10, rank: 8, alpha: 16, learningRate: 2e-3 }),
  "top 10 blocks, rank 8, twice the rate": () => ({ topLayers: 10, rank: 8, alpha: 16, learningRate: 4e-3 }),
  "all blocks, fp32": (own) => ({ ...allBlocks, learningRate: rate(own), precision: "fp32" }),
  "all blocks, twice the rate": (own) => ({ ...allBlocks, learningRate: 2 * rate(own) }),
  "all blocks, stops by validation": (own) => ({ ...allBlocks, ...stops, learningRate: rate(own) }),
  "all blocks, twice the rate, stops by validation": (own) => ({ ...allBlocks, ...stops, learningRate: 2 * rate(own) }),
  "all blocks, four times the rate, stops by validation": (own) => ({
    ...allBlocks,
    ...stops,
    learningRate: 4 * rate(own),
  }),
  "the recipe early-stopping": () => recipes["early-stopping"]!,
  "the recipe early-stopping, a tenth held out": () => ({ ...recipes["early-stopping"]!, validation: 0.1 }),
};
