import type { Item, Score, Verdict } from "@locollm/core";
import { compareOutcomes, evaluate, plainCondition, type OutcomePair } from "@locollm/eval";
import type { OpenBase } from "@locollm/inference";
import type { AdapterFolder } from "@locollm/store";
import { adaptedGenerator } from "../engine/adapted-generator.ts";
import { openDomain } from "../evaluation/open-domain.ts";
import { progressWords } from "../evaluation/run-progress.ts";
import type { PanelItem } from "../panel/panel.ts";
import type { Work } from "../work/work.ts";
import type { Answerer, RoutedSystem } from "./routed-system.ts";

export interface Harm {
  readonly verdict: Verdict;
  readonly items: number;
  /** Items whose answer may differ: another answerer, or the same with other weights or another prompt. */
  readonly rerouted: number;
}

export interface HarmOptions {
  readonly panel: readonly PanelItem[];
  readonly before: RoutedSystem;
  readonly after: RoutedSystem;
  readonly engine: OpenBase;
  readonly alpha: number;
  readonly margin: number;
}

/**
 * What a change does to the routed system on a fixed panel. Only items whose answerer changes are asked, before and after; the others
 * answer as they did, so they are pairs without a difference whatever their score.
 */
export async function measureHarm(
  work: Work,
  { panel, before, after, engine, alpha, margin }: HarmOptions,
): Promise<Harm> {
  const moved = panel
    .map(({ adapter, item }) => ({ owner: adapter, item, from: before.answererOf(item), to: after.answererOf(item) }))
    .filter(({ from, to }) => from.key !== to.key);
  const scores = new Map<string, Score["outcome"]>();
  const line = work.talk.progress(`  panel, ${moved.length} of ${panel.length} items with another answerer`);
  for (const side of ["from", "to"] as const) {
    const groups = Map.groupBy(moved, (one) => `${one.owner.id} ${one[side].key}`);
    for (const group of groups.values()) {
      const [{ owner, [side]: answerer }] = group as [(typeof group)[number]];
      const items = group.map(({ item }) => item);
      for (const [id, outcome] of await answered(work, engine, owner, answerer, items, (words) => line.update(words)))
        scores.set(`${side} ${owner.id} ${id}`, outcome);
    }
  }
  const right = (side: "from" | "to", { adapter, item }: PanelItem): 0 | 1 | null => {
    const outcome = scores.get(`${side} ${adapter.id} ${item.id}`);
    return outcome === "error" ? null : outcome === "right" ? 1 : 0;
  };
  const pairs = panel.map((one): OutcomePair => ({
    before: right("from", one),
    after: right("to", one),
    source: `${one.adapter.id} ${one.item.source ?? `item ${one.item.id}`}`,
  }));
  const verdict = compareOutcomes(pairs, { alpha, margin, sides: { before: before.id, after: after.id } });
  line.finish(`${verdict.won} gained, ${verdict.lost} lost`);
  return { verdict, items: panel.length, rerouted: moved.length };
}

/** How an answerer scores on items of another adapter, by that adapter's own scorer. */
async function answered(
  work: Work,
  engine: OpenBase,
  owner: AdapterFolder,
  answerer: Answerer,
  items: readonly Item[],
  say: (words: string) => void,
): Promise<[string, Score["outcome"]][]> {
  await using stack = new AsyncDisposableStack();
  const domain = await openDomain(stack, owner, work.signal);
  const manifest = answerer.manifest(owner.manifest);
  const subject = answerer.adapter === null ? "base" : "adapter";
  const { samples } = await evaluate({
    ...domain,
    manifest,
    items,
    generator: answerer.adapter === null ? engine.generator() : adaptedGenerator(engine, answerer.adapter),
    condition: plainCondition(manifest, subject),
    onProgress: (progress) => say(progressWords(progress)),
  });
  return samples.map(({ item, score }) => [item, score.outcome]);
}
