import type { Counts, Verdict } from "@locollm/core";
import { pValueText, points, rightOf } from "../report/figures.ts";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { itemsAdvice } from "../statistics/items-advice.ts";
import { requiredItems } from "../statistics/required-items.ts";
import { largestErrorShare, leastClusters, leastItems } from "./decide-outcome.ts";

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
  const { graded } = verdict;
  const counted =
    verdict.judgedBy === "value" && graded !== undefined
      ? `${after.name} scores ${graded.after.toFixed(3)} on average, ${before.name} ${graded.before.toFixed(3)}`
      : `${after.name} is right on ${rightOf(after.counts)}, ${before.name} on ${rightOf(before.counts)}`;
  const figures = `(${points(verdict.delta)} points, ${interval}; ${pValueText(verdict)})`;
  const { errors } = verdict;
  const total = verdict.items + errors;
  const leftOut =
    (errors === 0 ? "" : ` ${errors} of ${total} items were left out, because the machinery failed on them.`) +
    shared(verdict) +
    margin(verdict);
  switch (verdict.outcome) {
    case "better":
    case "worse":
      return `${verdict.outcome}: ${counted} ${figures}.${leftOut}`;
    case "no-difference-shown":
      return `no difference shown: ${counted} ${figures}. ${whatItemsShow(verdict)}${verdict.judgedBy === "value" ? "" : little(before.counts)}${leftOut}`;
    case "too-few-items":
      return `too few items: ${counted} ${figures}. ${whatIsMissing(verdict)}${leftOut}`;
    case "not-decided":
      return `not decided: the machinery failed on ${errors} of ${total} items, more than ${largestErrorShare * 100} %, and what is missing could decide it. Evaluate again: only those items are computed.`;
  }
}

function whatIsMissing({ items, alpha, clusters }: Verdict): string {
  const least = leastItems(alpha);
  if (items < least)
    return `A verdict needs at least ${least} items; write ${least - items} more. ${itemsAdvice(items, { alpha })}`;
  return `A verdict needs items from at least ${leastClusters} sources; take some from ${leastClusters - (clusters?.count ?? 0)} more.`;
}

function shared({ items, clusters }: Verdict): string {
  if (clusters === undefined) return "";
  const { count, designEffect } = clusters;
  const from = ` The ${items} items come from ${count} ${count === 1 ? "source" : "sources"}`;
  return designEffect <= 1
    ? `${from}.`
    : `${from} and tell as much as ${Math.floor(items / designEffect)} independent ones.`;
}

function margin({ nonInferiority }: Verdict): string {
  if (nonInferiority === undefined) return "";
  const most = `less than ${Number((nonInferiority.margin * 100).toFixed(1))} points worse`;
  const pValue = `one-sided ${pValueText(nonInferiority)}`;
  return nonInferiority.shown
    ? ` It is non-inferior: ${most} (${pValue}).`
    : ` That it is ${most} is not shown (${pValue}).`;
}

function whatItemsShow({
  items,
  delta,
  won,
  lost,
  alpha,
  minimalDetectableEffect,
  judgedBy,
  clusters,
}: Verdict): string {
  const shown = `So many items show a true difference of ±${(minimalDetectableEffect * 100).toFixed(1)} points four times in five.`;
  if (delta === 0) return shown;
  // The spread of a mean falls with the square root of the items; without parts the power is exact.
  const needed =
    judgedBy === "value" || clusters !== undefined
      ? Math.ceil(items * (minimalDetectableEffect / delta) ** 2)
      : requiredItems(Math.abs(delta), estimateDiscordance(won, lost, items), alpha);
  const more = needed - items;
  return more <= 0
    ? shown
    : `${shown} If ${points(delta)} is the truth, about ${more} more items would show it as often.`;
}

function little({ right, items }: Counts): string {
  return right >= 0.95 * items ? " There is little room above it." : "";
}
