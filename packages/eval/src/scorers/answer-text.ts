import type { Item } from "@locollm/core";

/** An item's answer as the text that a model would write: a string as it is, another value as JSON. */
export function answerText(item: Item): string {
  return typeof item.answer === "string" ? item.answer : JSON.stringify(item.answer);
}
