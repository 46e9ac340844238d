import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { recipes, resolveRecipe } from "./recipe.ts";

test("a manifest's settings stand over the named recipe", () => {
  expect(resolveRecipe({ recipe: "default", rank: 8 })).toEqual({ ...recipes["default"], rank: 8 });
});

test("an unknown recipe lists those that there are", () => {
  expect(() => resolveRecipe({ recipe: "defualt" })).toThrow("There is no recipe called defualt.");
});

test("the recipes are what they always were: weights are known by them", () => {
  expect(Object.fromEntries(Object.entries(recipes).map(([name, recipe]) => [name, canonicalJson(recipe)])))
    .toMatchInlineSnapshot(`
    {
      "default": "{"alpha":8,"batchSize":16,"contextLength":512,"dropout":0,"epochs":1,"learningRate":0.001,"maxGradientNorm":1,"method":"lora","patience":3,"precision":"auto","rank":4,"schedule":"linear","seed":1,"targets":["q","k","v","o","gate","up","down"],"topLayers":null,"validation":0,"warmup":0.03,"weightDecay":0}",
      "early-stopping": "{"alpha":8,"batchSize":16,"contextLength":512,"dropout":0,"epochs":3,"learningRate":0.002,"maxGradientNorm":1,"method":"lora","patience":3,"precision":"auto","rank":4,"schedule":"auto","seed":1,"targets":["q","k","v","o","gate","up","down"],"topLayers":null,"validation":0.05,"warmup":0.03,"weightDecay":0}",
    }
  `);
});
