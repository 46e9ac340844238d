import { questionOf, type Item } from "@locollm/core";

/** What the user wrote, which is all that the router sees of a question. */
export function lastUserText(item: Item): string {
  return questionOf(item).findLast((turn) => turn.role === "user")?.content ?? "";
}
