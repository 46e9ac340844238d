import { expect } from "vitest";
import { fc, test } from "@fast-check/vitest";
import { chooseHeldOut } from "./held-out.ts";
import { groupSimilar } from "./similar-questions.ts";

const words = (text: string): Set<string> => new Set(text.split(" "));

test("questions that fill in one template fall into one group", () => {
  const groups = groupSimilar([
    words("will it rain in oslo tomorrow"),
    words("add 30 to 7"),
    words("will it rain in lima tomorrow"),
    words("add 30 to 48"),
    words("sing"),
    words(""),
  ]);
  expect(groups).toEqual([0, 1, 0, 1, 2, 3]);
});

test.prop([fc.array(fc.nat({ max: 12 }), { maxLength: 60 }), fc.integer()])(
  "holds out whole groups and leaves some",
  (groups, seed) => {
    const heldOut = chooseHeldOut(groups, seed);
    expect(heldOut).toHaveLength(groups.length);
    expect(heldOut).toEqual(chooseHeldOut(groups, seed));
    if (new Set(groups).size < 2) return;
    for (const group of groups) {
      const choices = new Set(heldOut.filter((_, i) => groups[i] === group));
      expect(choices.size).toBe(1);
    }
    expect(heldOut).toContain(false);
  },
);

test("a class of one group gives every fifth question", () => {
  expect(chooseHeldOut([0, 0, 0, 0, 0, 0], 1)).toEqual([false, false, false, false, true, false]);
});
