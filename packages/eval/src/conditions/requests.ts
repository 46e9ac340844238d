import {
  assemblePrompt,
  LocoError,
  nearestNames,
  questionOf,
  type AdapterManifest,
  type Condition,
  type GenerateRequest,
  type Item,
} from "@locollm/core";
import { exampleIds, frameExample, frameOf, frameQuestion } from "./frame-question.ts";

/**
 * What is asked of a generator first: one request an item, in the items' order, named by the item's id. A vote repeats it with other
 * seeds, and a tool loop goes on from it.
 *
 * @throws LocoError `example-missing` where the condition names a row that is not among the training rows
 */
export function requestsFor(
  manifest: AdapterManifest,
  condition: Condition,
  items: readonly Item[],
  trainingRows: readonly Item[] = [],
): GenerateRequest[] {
  const frame = frameOf(condition.scaffold);
  const examples = examplesOf(condition, trainingRows).map((row) => frameExample(frame, row));
  return items.map((item) => ({
    id: item.id,
    messages: assemblePrompt(manifest.prompt.system, frameQuestion(frame, questionOf(item)), examples),
    sampling: condition.sampling,
  }));
}

/**
 * The training rows that a condition shows as examples, in its order.
 *
 * @throws LocoError `example-missing`
 */
export function examplesOf(condition: Condition, trainingRows: readonly Item[]): Item[] {
  const ids = exampleIds(condition.scaffold);
  if (ids.length === 0) return [];
  const rows = new Map(trainingRows.map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = rows.get(id);
    if (row !== undefined) return row;
    const [nearest] = nearestNames(id, [...rows.keys()]);
    throw new LocoError({
      code: "example-missing",
      message: `The example ${id} is not among the ${rows.size} training rows${nearest === undefined ? "" : `; the nearest id is ${nearest}`}.`,
      fix: "Name rows of data/train.jsonl, or let the best prompt be chosen anew: loco eval <adapter>",
      fields: { example: id, rows: rows.size },
    });
  });
}
