import type { Counts, Verdict } from "@locollm/core";
import { pValueText, points, rightOf } from "../report/figures.ts";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { requiredItems } from "../statistics/required-items.ts";
import { leastItems } from "./compare.ts";

export interface ComparedSides {
  /** What is judged: its name, as in `the adapter`, and its counts. */
  readonly after: { readonly name: string; readonly counts: Counts };
  /** What it is compared with, as in `the base with its best prompt`. */
  readonly before: { readonly name: string; readonly counts: Counts };
}

/** A verdict in plain words, with what to do where nothing was shown. */
export function explainVerdict(verdict: Verdict, { after, before }: ComparedSides): string {
  const level = Math.round(verdict.level * 100);
  const interval = `${level} % interval ${points(verdict.interval[0])} to ${points(verdict.interval[1])}`;
  const counted = `${after.name} is right on ${rightOf(after.counts)}, ${before.name} on ${rightOf(before.counts)}`;
  const figures = `(${points(verdict.delta)} points, ${interval}; ${pValueText(verdict)})`;
  const { errors } = verdict;
  const total = verdict.items + errors;
  const leftOut =
    errors === 0 ? "" : ` ${errors} of ${total} items were left out, because the machinery failed on them.`;
  switch (verdict.outcome) {
    case "better":
    case "worse":
      return `${verdict.outcome}: ${counted} ${figures}.${leftOut}`;
    case "no-difference-shown":
      return `no difference shown: ${counted} ${figures}. ${whatItemsShow(verdict)}${little(before.counts)}${leftOut}`;
    case "too-few-items":
      return `too few items: ${counted} ${figures}. A verdict needs at least ${leastItems(verdict.alpha)} items; write ${leastItems(verdict.alpha) - verdict.items} more.${leftOut}`;
    case "not-decided":
      return `not decided: the machinery failed on ${errors} of ${total} items, and what is missing could decide it. Evaluate again: only those items are computed.`;
  }
}

function whatItemsShow({ items, delta, won, lost, alpha, minimalDetectableEffect }: Verdict): string {
  const shown = `So many items show a true difference of ±${(minimalDetectableEffect * 100).toFixed(1)} points four times in five.`;
  if (won === lost) return shown;
  const more = requiredItems(Math.abs(delta), estimateDiscordance(won, lost, items), alpha) - items;
  return more <= 0
    ? shown
    : `${shown} If ${points(delta)} is the truth, about ${more} more items would show it as often.`;
}

function little({ right, items }: Counts): string {
  return right >= 0.95 * items ? " There is little room above it." : "";
}
