import { z } from "zod";
import type { JsonValue } from "./canonical-json.ts";
import { canonicalJson } from "./canonical-json.ts";
import { sha256Hex } from "./hash.ts";
import { messageSchema, type Message } from "./message.ts";
import { textSchema } from "./names.ts";

export const difficulties = ["easy", "medium", "hard"] as const;
export type Difficulty = (typeof difficulties)[number];

/** One row of a dataset. It holds no template tokens and no base's name, so it trains and tests any base. */
export const itemSchema = z
  .strictObject({
    id: z.string().min(1).max(128).describe("Unique in its file."),
    prompt: textSchema.optional().describe("What the user writes; short for one user message."),
    messages: z.array(messageSchema).min(1).optional().describe("Turns; a training row may end with the assistant's."),
    answer: z.json().describe("The right answer: a string or a JSON value, typed by the scorer."),
    difficulty: z.enum(difficulties).optional(),
    tags: z.array(z.string()).optional(),
    source: z.string().optional().describe("Where the row comes from; rows of one source are counted as a cluster."),
  })
  .refine((row) => (row.prompt === undefined) !== (row.messages === undefined), {
    error: "needs either prompt or messages, not both",
  });
export type Item = z.infer<typeof itemSchema>;

/** The turns that are shown to the model: without the target turn of a training row. */
export function questionOf(item: Item): Message[] {
  if (item.prompt !== undefined) return [{ role: "user", content: item.prompt }];
  const turns = item.messages ?? [];
  return turns.at(-1)?.role === "assistant" ? turns.slice(0, -1) : turns;
}

/** What training teaches the model to write: the closing assistant turn, else the answer's text. */
export function targetOf(item: Item): string {
  const last = item.messages?.at(-1);
  if (last?.role === "assistant") return last.content;
  return typeof item.answer === "string" ? item.answer : JSON.stringify(item.answer);
}

/** A dataset's identity: the sha256 of its rows in canonical JSON, one a line, in file order. */
export function datasetHash(items: readonly Item[]): string {
  return sha256Hex(items.map((item) => `${canonicalJson(item as JsonValue)}\n`).join(""));
}
