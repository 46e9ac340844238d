import type { Item } from "./item.ts";
import { questionOf, targetOf } from "./item.ts";
import type { Message } from "./message.ts";

/** Raised whenever `assemblePrompt` or the wording of a scaffold changes. Part of every run's hash. */
export const promptRevision = 1;

/**
 * The messages of one question: the manifest's system message, then the examples as earlier turns, then the
 * question. A system message in the item itself takes the manifest's place.
 */
export function assemblePrompt(
  system: string | undefined,
  question: readonly Message[],
  examples: readonly Item[] = [],
): Message[] {
  const own = question.filter((turn) => turn.role === "system");
  const opening: Message[] = own.length > 0 ? own : system === undefined ? [] : [{ role: "system", content: system }];
  const shots = examples.flatMap((example): Message[] => [
    ...questionOf(example).filter((turn) => turn.role !== "system"),
    { role: "assistant", content: targetOf(example) },
  ]);
  return [...opening, ...shots, ...question.filter((turn) => turn.role !== "system")];
}
