import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { visibleText } from "./visible-text.ts";

const nasty = fc
  .array(fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.constantFrom("\u001b[2J", "\u202e", "\n", "\t")))
  .map((parts) => parts.join(""));

test.prop([nasty])("reaches no terminal as a control character", (text) => {
  expect(visibleText(text).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
  expect(visibleText(text).isWellFormed()).toBe(true);
});

test.prop([fc.stringMatching(/^[ -~\n]*$/)])("leaves plain text alone", (text) => {
  expect(visibleText(text)).toBe(text);
});
