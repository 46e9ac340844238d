import { canonicalJson, type Item, type JsonValue } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** Whether two rows have the very same answer, JSON in whatever order of its keys. */
export function sameAnswer({ item: a }: Row, { item: b }: Row): boolean {
  return answerKey(a) === answerKey(b);
}

const keys = new WeakMap<Item, unknown>();

/** Equal for equal answers; written once an item, because each is compared with many. */
function answerKey(item: Item): unknown {
  if (typeof item.answer !== "object") return item.answer;
  const known = keys.get(item);
  if (known !== undefined) return known;
  const key = canonicalJson(item.answer as JsonValue);
  keys.set(item, key);
  return key;
}
