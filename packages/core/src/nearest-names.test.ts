import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { didYouMean, nearestNames } from "./nearest-names.ts";

const names = ["iso-dates", "invoice-json", "library-sql", "ticket-triage", "word-problems"];

test.each([
  ["iso-date", "iso-dates"],
  ["dates", "iso-dates"],
  ["sql", "library-sql"],
  ["tikcet-triage", "ticket-triage"],
  ["Word-Problem", "word-problems"],
])("%s is nearest to %s", (typed, meant) => {
  expect(nearestNames(typed, names)[0]).toBe(meant);
});

test("names all where nothing is near, and says where there is nothing", () => {
  expect(didYouMean("zzzzzzzzzz", names.slice(0, 2))).toBe("There are: invoice-json, iso-dates.");
  const rows = Array.from({ length: 240 }, (_, i) => `row-${1000 + i}`);
  expect(didYouMean("zzzzzzzzzz", rows)).toMatch(/^There are 240, such as: row-1000, (row-\d+, ){18}row-1019\.$/);
  expect(didYouMean("iso", [])).toBe("There are none yet.");
  expect(didYouMean("iso-date", names)).toBe("Did you mean iso-dates?");
});

test.prop([fc.constantFrom(...names)])("a right name is its own nearest", (name) => {
  expect(nearestNames(name, names)[0]).toBe(name);
});
