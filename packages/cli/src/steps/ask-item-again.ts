import { didYouMean, LocoError, visibleText, type Condition, type Generator, type Item } from "@locollm/core";
import { evaluate, requestsFor } from "@locollm/eval";
import type { Sample, SamplePart, Score } from "@locollm/core";
import type { Domain } from "@locollm/course";

/** One answer to an item, with all that led to it. */
export interface ItemAnswer {
  /** Who answered, and how it was asked. */
  readonly name: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly output: string;
  readonly finish: Sample["finish"];
  readonly score: Score;
  readonly tokens: readonly { readonly text: string; readonly logProbability: number }[];
  /** The answers of a vote, or the turns of a tool loop. */
  readonly parts?: readonly SamplePart[];
}

/** Asks one item as its evaluation did, without the cache. */
export async function askItemAgain(
  domain: Domain,
  item: Item,
  {
    name,
    generator,
    condition,
  }: { readonly name: string; readonly generator: Generator; readonly condition: Condition },
): Promise<ItemAnswer> {
  const [request] = requestsFor(domain.manifest, condition, [item], domain.trainingRows);
  const { samples, tokens } = await evaluate({
    ...domain,
    items: [item],
    condition,
    generator,
    cache: { get: () => new Map(), put: () => {} },
  });
  const { output, finish, score, logProbabilities, parts } = samples[0]!;
  const texts = tokens[0]?.tokens ?? [];
  return {
    name,
    messages: request!.messages.map((message) => ({ ...message })),
    output,
    finish,
    score: { ...score },
    tokens: texts.map((text, i) => ({ text, logProbability: logProbabilities[i]! })),
    ...(parts !== undefined && { parts }),
  };
}

/**
 * The evaluation row of this id.
 *
 * @throws LocoError `unknown-item`
 */
export function findItem(adapter: string, items: readonly Item[], id: string): Item {
  const found = items.find((item) => item.id === id);
  if (found !== undefined) return found;
  throw new LocoError({
    code: "unknown-item",
    message: `${adapter} has no evaluation row called ${visibleText(id)}.`,
    fix: didYouMean(
      id,
      items.map((item) => item.id),
    ),
    fields: { adapter, item: id },
    kind: "usage",
  });
}
