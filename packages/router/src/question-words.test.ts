import { expect, test } from "vitest";
import { questionWords } from "./question-words.ts";

test("words lose case, accents, apostrophes and punctuation; numbers keep their shape", () => {
  const words = [
    "When's the 3rd of March 2021, in ISO form?",
    "Total: 1,204.50 EUR (ref. A-17)",
    "2021-03-04 at 12:30",
    "Où est l’école à Zürich",
    "متى الثالث من مارس ٢٠٢١؟",
    "오늘 날씨 👍🏽 🙂",
  ].map((question) => questionWords(question).join(" | "));
  expect(words).toMatchInlineSnapshot(`
    [
      "whens | the | 0rd | of | march | 0000 | in | iso | form",
      "total | 0,000.00 | eur | ref | a | 00",
      "0000-00-00 | at | 00:00",
      "ou | est | lecole | a | zurich",
      "متى | الثالث | من | مارس | 0000",
      "오늘 | 날씨",
    ]
  `);
});

test("carelessly typed, a question has the same words", () => {
  expect(questionWords("when is 3rd of march 2021 in iso form")).toEqual(
    questionWords("When is 3rd of March 2021 in ISO form?"),
  );
});

test("of a long question both ends are read, and of a long word the beginning", () => {
  const words = questionWords(`first ${"middle ".repeat(200_000)} last ${"x".repeat(100)}`);
  expect(words[0]).toBe("first");
  expect(words.at(-2)).toBe("last");
  expect(words.at(-1)).toBe("x".repeat(40));
  expect(words.length).toBeLessThan(700);
});
