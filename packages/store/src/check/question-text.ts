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
  return questionText(item)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+*/<>=%-]+/gu, " ")
    .trim();
}
