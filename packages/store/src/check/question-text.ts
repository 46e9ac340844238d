import { questionOf, type Item } from "@locollm/core";

/** The words of a question as one text, the key by which rows are compared exactly. */
export function questionText(item: Item): string {
  return questionOf(item)
    .filter((turn) => turn.role !== "system")
    .map((turn) => turn.content)
    .join("\n");
}

/** The same question however it is cased, spaced and punctuated. Digits and symbols of arithmetic stay. */
export function normalisedQuestion(item: Item): string {
  const text = questionText(item);
  // Most questions: nothing to compose, and the simpler pattern takes a third of the time.
  if (isAscii.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9+*/<>=%-]+/g, " ")
      .trim();
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+*/<>=%-]+/gu, " ")
    .trim();
}

const isAscii = /^[\t\n\r -~]*$/;
