import { LocoError, hashOf, type Item, type JsonValue, type Run, type Sample, type Score } from "@locollm/core";

export interface EvaluatedRun {
  readonly run: Run;
  readonly samples: readonly Sample[];
}

/** The scores of two runs, item by item, without the pairs that the machinery lost. */
export interface PairedScores {
  readonly before: readonly Score[];
  readonly after: readonly Score[];
  /** The cluster of each pair: its item's source, else the item itself. */
  readonly clusters: readonly string[];
  /** Pairs lost to a machinery error or a value that is no share, on either side. */
  readonly errors: number;
}

/**
 * Pairs the scores of two runs on the same items.
 *
 * @throws LocoError `runs-not-comparable` where dataset, items, tools, scorer or fixture differ
 */
export function pairScores(before: EvaluatedRun, after: EvaluatedRun, items: readonly Item[] = []): PairedScores {
  checkComparable(before, after);
  const known = new Map(items.map((item) => [item.id, clusterOf(item)]));
  const paired = { before: [] as Score[], after: [] as Score[], clusters: [] as string[], errors: 0 };
  for (const [i, { item, score }] of after.samples.entries()) {
    const then = before.samples[i]!.score;
    if (isLost(then) || isLost(score)) {
      paired.errors++;
      continue;
    }
    paired.before.push(then);
    paired.after.push(score);
    paired.clusters.push(known.get(item) ?? clusterOf({ id: item }));
  }
  return paired;
}

/** What an item counts together with: the items of its source, else itself alone. */
export function clusterOf({ id, source }: Pick<Item, "id" | "source">): string {
  return source === undefined ? `item ${id}` : `source ${source}`;
}

/** Whether the machinery failed; a value that is not from 0 to 1 is no score of the answer. */
export function isLost({ outcome, value }: Score): boolean {
  return outcome === "error" || !(value >= 0 && value <= 1);
}

/**
 * Refuses runs whose items cannot be paired.
 *
 * @throws LocoError `runs-not-comparable` where dataset, items, tools, scorer or fixture differ
 */
export function checkComparable(before: EvaluatedRun, after: EvaluatedRun): void {
  const ids = ({ samples }: EvaluatedRun) => samples.map(({ item }) => item);
  const sides = [before, after].map((side): Record<string, JsonValue | undefined> => ({
    dataset: side.run.dataset.sha256,
    items: ids(side),
    tools: side.run.condition.tools,
    scorer: { ...side.run.scorer, revision: side.run.revisions.scorer },
    fixture: side.run.fixture,
  }));
  const differs = ["dataset", "items", "tools", "scorer", "fixture"].find(
    (what) => hashOf({ is: sides[0]![what] }) !== hashOf({ is: sides[1]![what] }),
  );
  if (differs === undefined) return;
  throw new LocoError({
    code: "runs-not-comparable",
    message: `The runs ${before.run.id.slice(0, 12)} and ${after.run.id.slice(0, 12)} differ in their ${differs}, so their items cannot be paired.`,
    fix: "Evaluate both sides on the same data: loco eval <adapter>",
    fields: { before: before.run.id, after: after.run.id, differs },
  });
}
