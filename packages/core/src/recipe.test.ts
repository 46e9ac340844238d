import { expect, test } from "vitest";
import { recipes, resolveRecipe } from "./recipe.ts";

test("a manifest's settings stand over the named recipe", () => {
  expect(resolveRecipe({ recipe: "default", rank: 8 })).toEqual({ ...recipes["default"], rank: 8 });
});

test("an unknown recipe lists those that there are", () => {
  expect(() => resolveRecipe({ recipe: "defualt" })).toThrow("There is no recipe called defualt.");
});
