import { expect, test } from "vitest";
import { featureLabel, isRepeat, questionFeatures } from "./features.ts";

test("the features of a short question", () => {
  expect([...questionFeatures("ISO of 3 May")]).toMatchInlineSnapshot(`
    [
      "w:iso",
      "l:_is",
      "l:iso",
      "l:so_",
      "l:_iso",
      "l:iso_",
      "w:of",
      "p:iso of",
      "l:_of",
      "l:of_",
      "w:0",
      "p:of #",
      "w:may",
      "p:# may",
      "l:_ma",
      "l:may",
      "l:ay_",
      "l:_may",
      "l:may_",
      "n:1",
      "s:2",
    ]
  `);
});

test("their labels are words that a reader finds in the question", () => {
  const labels = [
    "w:iso",
    "w:0000-00",
    "p:iso form",
    "p:may #",
    "l:_dat",
    "l:ate_",
    "l:date",
    "n:0",
    "n:3",
    "s:0",
    "s:4",
  ].map(featureLabel);
  expect(labels).toMatchInlineSnapshot(`
    [
      "word "iso"",
      "number like "0000-00"",
      "words "iso form"",
      "words "may #"",
      "letters "…dat"",
      "letters "ate…"",
      "letters "date"",
      "no number",
      "three or more numbers",
      "no words",
      "15 or more words",
    ]
  `);
});

test("letters repeat the word or the letters that they share their place with", () => {
  expect(isRepeat("l:_boo", "w:books")).toBe(true);
  expect(isRepeat("l:oks_", "w:books")).toBe(true);
  expect(isRepeat("l:_book", "l:boo")).toBe(true);
  expect(isRepeat("l:oo_", "w:books")).toBe(false);
  expect(isRepeat("w:book", "w:books")).toBe(false);
  expect(isRepeat("l:boo", "p:books boo")).toBe(false);
});
