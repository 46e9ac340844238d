import type { Item } from "@locollm/core";
import { answerText } from "./answer-text.ts";

const mostTexts = 1000;

/**
 * The texts that an answer offers: those of a list, anything else as one text; white space at their ends is removed. Null
 * where one is empty or no text, and for a list of none or of more than 1,000.
 */
export function answerTexts(item: Item): string[] | null {
  const { answer } = item;
  const texts = Array.isArray(answer) ? answer : [answerText(item)];
  return texts.length > 0 &&
    texts.length <= mostTexts &&
    texts.every((text) => typeof text === "string" && text.trim() !== "")
    ? (texts as string[]).map((text) => text.trim())
    : null;
}
