import { questionOf, type Item } from "@locollm/core";

/** The words of a question as one text, the key by which rows are compared exactly. */
export function questionText(item: Item): string {
  return questionOf(item)
    .filter((turn) => turn.role !== "system")
    .map((turn) => turn.content)
    .join("\n");
}

/** The same question however it is cased, spaced and punctuated. */
export function normalisedQuestion(item: Item): string {
  return normalisedText(questionText(item));
}

/** The words of a text in lower case, a space between two. Digits, signs of arithmetic and of code, pictures stay. */
export function normalisedText(text: string): string {
  // Most texts: nothing to compose, and the simpler pattern takes a third of the time.
  if (isAscii.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9+*/<>=%&|^~$#@\\[\]{}-]+/g, " ")
      .trim();
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Sm}\p{So}*/%&^$#@\\[\]{}-]+/gu, " ")
    .replace(unspaced, " $& ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Scripts that put no spaces between words: each sign counts as a word. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*/gu;

const isAscii = /^[\t\n\r -~]*$/;
