import type { Counts, MigratedAdapter } from "@locollm/core";
import { points, rightOf, unpairedInterval } from "@locollm/eval";

/**
 * What revealed items say of whether the new base has seen the public ones, in sentences: those were never published before it was
 * made. All adapters are pooled, each base under its best prompt.
 */
export function contaminationWords(moved: readonly MigratedAdapter[]): string[] {
  const revealed = moved.flatMap((one) => one.revealed ?? []);
  if (revealed.length === 0)
    return [
      "No sealed rows of these adapters are revealed, so nothing here shows whether the new base has seen the public items.",
    ];
  const gapOf = (side: "before" | "after") => {
    const [open, sealed] = (["public", "sealed"] as const).map((set) => pooled(revealed.map((one) => one[side][set])));
    const share = ({ right, items, errors }: Counts) => ({ right, items: items - errors });
    const [first, second] = [share(open!), share(sealed!)];
    const interval = unpairedInterval(first, second);
    const gap = first.right / Math.max(1, first.items) - second.right / Math.max(1, second.items);
    return {
      interval,
      words: `${rightOf(open!)} public items and ${rightOf(sealed!)} that were sealed, a gap of ${points(gap)} points (95 % interval ${interval.map(points).join(" to ")})`,
    };
  };
  const [before, after] = [gapOf("before"), gapOf("after")];
  const shown = after.interval[0] > before.interval[1];
  return [
    `The new base alone is right on ${after.words}; the old base alone on ${before.words}.`,
    shown
      ? "The new base's gap is beyond the old one's: that is what it looks like where a base has seen the public items. Compare adapters on the sealed ones."
      : "The new base's gap is not beyond the old one's: nothing shows that it has seen the public items.",
  ];
}

function pooled(counts: readonly Counts[]): Counts {
  const sum = (of: (one: Counts) => number): number => counts.reduce((total, one) => total + of(one), 0);
  return {
    ...counts[0]!,
    items: sum(({ items }) => items),
    right: sum(({ right }) => right),
    errors: sum(({ errors }) => errors),
  };
}
