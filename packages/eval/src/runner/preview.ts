import { type Item, type Sample, shuffled } from "@locollm/core";
import { compareSequentially, type SequentialComparison } from "../statistics/compare-sequentially.ts";
import { largestErrorShare } from "../verdict/decide-outcome.ts";
import type { JudgedBy } from "../verdict/judged-by.ts";
import { isLost } from "../verdict/pair-scores.ts";

export interface PreviewOptions {
  readonly items: readonly Item[];
  /** Asks both sides these items; samples in the items' order. */
  readonly ask: (
    batch: readonly Item[],
  ) => Promise<{ readonly before: readonly Sample[]; readonly after: readonly Sample[] }>;
  readonly judgedBy?: JudgedBy;
  readonly alpha?: number;
  /** The least difference that would matter, as a share. */
  readonly margin?: number;
  /** Items asked between two looks. */
  readonly batch?: number;
  readonly onLook?: ((sofar: Preview) => void) | undefined;
}

/** What a preview found. It is no verdict: grades come from all items at once. */
export interface Preview extends Omit<SequentialComparison, "decision" | "items"> {
  /** `not-decided`: the machinery failed on more than 2 % of all items. */
  readonly decision: SequentialComparison["decision"] | "not-decided";
  /** Items that both sides were asked, of `total`. */
  readonly asked: number;
  readonly total: number;
  /** Of `asked`, items lost to the machinery. */
  readonly errors: number;
  readonly alpha: number;
  readonly margin: number;
  /** Clusters that were asked, where items share sources: then a whole cluster is one look. */
  readonly clusters?: number;
}

/**
 * Asks both sides the items in an order that is always the same for the same items, batch by batch, until the comparison is
 * settled or all are asked. Items that share a source are asked together and count as one: their differences are added.
 */
export async function preview(options: PreviewOptions): Promise<Preview> {
  const { items, ask, judgedBy = "right", alpha = 0.05, margin = 0.05, batch = 16, onLook } = options;
  const groups = shuffled([...Map.groupBy(items, ({ id, source }) => source ?? `\0${id}`).values()], 1);
  const largest = Math.max(1, ...groups.map(({ length }) => length));
  // From the mean over clusters, in sizes of the largest one, to the mean over items.
  const scale = items.length === 0 ? 1 : (groups.length * largest) / items.length;
  const differences: number[] = [];
  let [asked, errors, next] = [0, 0, 0];
  const valueOf = ({ score }: Sample) => (judgedBy === "value" ? score.value : Number(score.outcome === "right"));

  const look = (): Preview => {
    const {
      decision,
      items: units,
      ...found
    } = compareSequentially(differences, {
      total: groups.length,
      alpha,
      margin: margin / scale,
      graded: judgedBy === "value" || largest > 1,
    });
    return {
      ...found,
      decision: errors > largestErrorShare * items.length ? "not-decided" : decision,
      delta: found.delta * scale,
      interval: [Math.max(-1, found.interval[0] * scale), Math.min(1, found.interval[1] * scale)],
      asked,
      total: items.length,
      errors,
      alpha,
      margin,
      ...(largest > 1 && { clusters: units }),
    };
  };

  let found = look();
  while (found.decision === "open" && next < groups.length) {
    const taken: (readonly Item[])[] = [];
    for (let count = 0; count < batch && next < groups.length; count += taken.at(-1)!.length)
      taken.push(groups[next++]!);
    const { before, after } = await ask(taken.flat());
    let place = 0;
    for (const group of taken) {
      let [sum, kept] = [0, 0];
      for (let member = 0; member < group.length; member++, place++) {
        const [then, now] = [before[place]!, after[place]!];
        if (isLost(then.score) || isLost(now.score)) errors++;
        else [sum, kept] = [sum + valueOf(now) - valueOf(then), kept + 1];
      }
      asked += group.length;
      if (kept > 0) differences.push(sum / largest);
    }
    found = look();
    onLook?.(found);
  }
  return found;
}
