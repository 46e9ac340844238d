import type { Counts, Verdict } from "@locollm/core";
import { pValueText, points, rightOf } from "../report/figures.ts";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { itemsAdvice, shownWords } from "../statistics/items-advice.ts";
import { requiredItems } from "../statistics/required-items.ts";
import { largestErrorShare, leastClusters, leastItems } from "./decide-outcome.ts";
import { requiredForMean } from "./mean-difference.ts";

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
    values(verdict) +
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

/** What a set of too few items should show, as a share. */
const wanted = 0.1;

function whatIsMissing(verdict: Verdict): string {
  const { items, alpha, clusters } = verdict;
  const least = leastItems(alpha);
  if (items < least)
    return `A verdict needs at least ${least} items; write ${least - items} more. ${whatFewItemsShow(verdict)}`;
  return `A verdict needs items from at least ${leastClusters} sources; take some from ${leastClusters - (clusters?.count ?? 0)} more.`;
}

function whatFewItemsShow(verdict: Verdict): string {
  const { items, alpha, judgedBy, minimalDetectableEffect: effect } = verdict;
  if (judgedBy !== "value" || effect >= 1) return itemsAdvice(items, { alpha, wanted });
  const more = requiredForMean(items, effect, wanted) - items;
  return shownWords(items, effect, "±", more > 0 ? { items: more, shows: wanted } : undefined);
}

/** What graded values say where right or not decides, and what they could show. */
function values({ graded, judgedBy, items, level }: Verdict): string {
  if (graded?.minimalDetectableEffect === undefined || judgedBy === "value") return "";
  const { before, after, delta, interval, pValue, minimalDetectableEffect: effect } = graded;
  const range = `${Math.round(level * 100)} % interval ${points(interval[0])} to ${points(interval[1])}`;
  const found = `${after.toFixed(3)} against ${before.toFixed(3)} (${points(delta)} points, ${range}; ${pValueText({ pValue })})`;
  return ` Mean scores, which do not decide: ${found}. By these, ${shownWords(items, effect, "±", undefined)}`;
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

function whatItemsShow(verdict: Verdict): string {
  const { items, delta, won, lost, alpha, minimalDetectableEffect, judgedBy, clusters } = verdict;
  const shows = Math.abs(delta);
  // What rounds to nothing needs no plan.
  if (shows < 0.0005) return shownWords(items, minimalDetectableEffect, "±", undefined);
  const needed =
    judgedBy === "value" || clusters !== undefined
      ? requiredForMean(items, minimalDetectableEffect, shows)
      : requiredItems(shows, estimateDiscordance(won, lost, items), alpha);
  const more = { items: needed - items, shows, sign: delta > 0 ? "+" : "−" } as const;
  return shownWords(items, minimalDetectableEffect, "±", more.items > 0 ? more : undefined);
}

function little({ right, items }: Counts): string {
  return right >= 0.95 * items ? " There is little room above it." : "";
}
