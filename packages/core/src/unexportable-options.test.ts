import { expect, test } from "vitest";
import { recipeSchema } from "./recipe.ts";
import { unexportableOptions, unexportableReason } from "./unexportable-options.ts";

test.each(["rslora", "rsLoRA", "use_rslora", "DoRA", "modulesToSave", "bias"])(
  "%s is refused with a reason",
  (option) => {
    expect(unexportableReason(option)).toMatch(/\w+ /);
  },
);

test("no option of our recipe is among them", () => {
  expect(Object.keys(recipeSchema.shape).filter((name) => unexportableReason(name) !== undefined)).toEqual([]);
  expect(Object.keys(unexportableOptions).length).toBeGreaterThan(5);
});
