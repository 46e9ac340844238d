import { z } from "zod";
import { LocoError } from "./loco-error.ts";
import { didYouMean } from "./nearest-names.ts";

export const loraTargets = ["q", "k", "v", "o", "gate", "up", "down"] as const;

/** Every training setting. Only what survives the export to a LoRA GGUF has a place here. */
export const recipeSchema = z.strictObject({
  method: z.literal("lora"),
  rank: z.int().min(1).max(64).describe("LoRA rank r."),
  alpha: z.number().gt(0).describe("LoRA alpha; the update is scaled by alpha / rank."),
  dropout: z.number().min(0).lt(1),
  targets: z.array(z.enum(loraTargets)).min(1).describe("The linear layers that get a LoRA."),
  topLayers: z.int().min(1).nullable().describe("Only the last so many blocks; null for all."),
  learningRate: z.number().gt(0).max(0.1),
  schedule: z
    .enum(["linear", "cosine", "constant", "auto"])
    .describe("How the rate decays after warm-up; auto: when validation no longer improves, and then the run ends."),
  warmup: z.number().min(0).max(0.5).describe("Share of the steps with a rising rate."),
  validation: z.number().min(0).max(0.5).describe("Share of the training rows that is held out to measure on."),
  patience: z.int().min(1).max(100).describe("With auto: checks, eight an epoch, without improvement."),
  epochs: z.number().gt(0).max(100).describe("Passes over the rows; with schedule auto at most so many."),
  batchSize: z.int().min(1).max(1024).describe("Rows a step."),
  weightDecay: z.number().min(0),
  maxGradientNorm: z.number().gt(0),
  contextLength: z.int().min(32).describe("Tokens; a longer row is a finding, never cut silently."),
  precision: z.enum(["auto", "fp32", "bf16", "fp16"]).describe("auto takes bf16 where the machine has it."),
  seed: z.int().min(0),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** A recipe as a file tells it: those that were written before there was validation say nothing of it. */
export const writtenRecipeSchema = recipeSchema.extend({
  validation: recipeSchema.shape.validation.default(0),
  patience: recipeSchema.shape.patience.default(3),
});

/** What is written of a recipe: without what `writtenRecipeSchema` fills in, so that weights of old keep their bytes. */
export function writtenRecipe({ validation, patience, ...recipe }: Recipe): Partial<Recipe> {
  return validation === 0 && recipe.schedule !== "auto" ? recipe : { validation, patience, ...recipe };
}

/** What a manifest may change of the recipe that it names. */
export const recipeSettingsSchema = recipeSchema.partial();
export type RecipeSettings = z.infer<typeof recipeSettingsSchema>;

const plain: Recipe = {
  method: "lora",
  rank: 4,
  alpha: 8,
  dropout: 0,
  targets: [...loraTargets],
  topLayers: null,
  learningRate: 1e-3,
  schedule: "linear",
  warmup: 0.03,
  validation: 0,
  patience: 3,
  epochs: 1,
  batchSize: 16,
  weightDecay: 0,
  maxGradientNorm: 1,
  contextLength: 512,
  precision: "auto",
  seed: 1,
};

/**
 * The recipes that a manifest can name. A named one never changes, for weights are known by it; a better one gets a name
 * of its own.
 */
export const recipes: Readonly<Record<string, Recipe>> = {
  default: plain,
  // Measured in docs/training.md: better than the plain one, for up to three times its time.
  "early-stopping": { ...plain, learningRate: 2e-3, schedule: "auto", validation: 0.05, epochs: 3 },
};

/**
 * The whole recipe behind a manifest's `train` block: the named recipe with the block's own settings over it.
 *
 * @throws LocoError `unknown-recipe`
 */
export function resolveRecipe(train: { readonly recipe: string } & RecipeSettings): Recipe {
  const { recipe: name, ...settings } = train;
  const named = recipes[name];
  if (named === undefined) {
    throw new LocoError({
      code: "unknown-recipe",
      message: `There is no recipe called ${name}.`,
      fix: didYouMean(name, Object.keys(recipes)),
      fields: { recipe: name },
      kind: "usage",
    });
  }
  return recipeSchema.parse({ ...named, ...settings });
}
