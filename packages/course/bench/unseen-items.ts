import { canonicalJson, questionOf, type Item } from "@locollm/core";
import { readAdapterData, type AdapterFolder } from "@locollm/store";
import { otherSeedRows } from "./other-seed-rows.ts";

/**
 * Evaluation items that a sample adapter's generator draws from seed after seed, none of them among its own rows: so many that two
 * points can be told apart.
 *
 * @throws Error where the generator gives too few
 */
export async function unseenItems(root: string, adapter: AdapterFolder, count: number): Promise<Item[]> {
  const own = await readAdapterData(adapter);
  const seen = new Set([...own.train, ...own.eval].map(({ item }) => asked(item)));
  const items: Item[] = [];
  for (let seed = 101; items.length < count && seed < 130; seed++) {
    const rows = (await otherSeedRows(root, seed, adapter.id)).get(adapter.id)?.eval ?? [];
    for (const { item } of rows) {
      if (seen.has(asked(item))) continue;
      seen.add(asked(item));
      items.push({ ...item, id: `${seed}-${item.id}` });
    }
  }
  if (items.length < count) throw new Error(`${adapter.id}: its generator gives ${items.length} of ${count} items.`);
  return items.slice(0, count);
}

const asked = (item: Item): string => canonicalJson(questionOf(item) as never);
