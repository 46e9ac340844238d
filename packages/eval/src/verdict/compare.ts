import type { Item, Score, Verdict } from "@locollm/core";
import { clusteredDifference } from "../statistics/clustered-difference.ts";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { minimalDetectableEffect } from "../statistics/minimal-detectable-effect.ts";
import { decideOutcome } from "./decide-outcome.ts";
import { decideMargin } from "./decide-margin.ts";
import { judgedByDefault, type JudgedBy } from "./judged-by.ts";
import { detectableMeanDifference, meanDifference } from "./mean-difference.ts";
import { pairScores, type EvaluatedRun } from "./pair-scores.ts";

export interface CompareOptions {
  /** Level of the two-sided test; the interval has 1 − alpha. */
  readonly alpha?: number;
  /** The items that were asked: those that share a `source` are counted as a cluster. */
  readonly items?: readonly Item[];
  /** Right or not, or the graded value; by default the value where the scorer grades towards a threshold. */
  readonly judgedBy?: JudgedBy;
  /** Also says whether `after` is less than so much worse; a share. */
  readonly margin?: number;
}

/**
 * Compares two runs on the same items, item by item. `after` is better where the two-sided p is below alpha and the lower end of the
 * interval of the difference is above 0; worse likewise. Right or not: mid-p McNemar and Tango's interval; format misses count as not
 * right. Graded values: a permutation test and the interval of a bootstrap with an unseen item. Where items share sources, either way: the signs
 * of whole clusters are flipped, and a whole cluster is unseen. Pairs with a machinery error or a value that is no share (NaN) on either side are left
 * out; above 2 % of them nothing is decided. Too few items: fewer than 20 pairs, so few that not even all of them won could
 * reach alpha, or fewer than 10 clusters.
 *
 * @throws LocoError `runs-not-comparable` where dataset, items, tools, scorer or fixture differ
 * @throws RangeError where a margin is not above 0 and below 1
 */
export function compareRuns(before: EvaluatedRun, after: EvaluatedRun, options: CompareOptions = {}): Verdict {
  const { alpha = 0.05, judgedBy = judgedByDefault(after.run.scorer), margin } = options;
  const level = 1 - alpha;
  const pairs = pairScores(before, after, options.items);
  const items = pairs.after.length;
  const rightOf = differencesOf(pairs.before, pairs.after, ({ outcome }) => Number(outcome === "right"));
  const valueOf = differencesOf(pairs.before, pairs.after, ({ value }) => value);
  const [won, lost] = [1, -1].map((sign) => rightOf.filter((difference) => difference === sign).length) as [
    number,
    number,
  ];

  const judged = judgedBy === "value" ? valueOf : rightOf;
  const count = new Set(pairs.clusters).size;
  const names = count < items ? pairs.clusters : undefined;
  const clustered = names && clusteredDifference(judged, names, level);
  const designEffect = Math.max(1, clustered?.designEffect ?? 1);
  const graded = judgedBy === "value";
  const { outcome, delta, interval, pValue } = decideOutcome(judged, {
    alpha,
    clusters: names,
    graded,
    errors: pairs.errors,
  });
  const hasParts = [...pairs.before, ...pairs.after].some(({ value }) => value > 0 && value < 1);
  const values = graded ? { delta, interval, pValue } : hasParts ? besideRight(valueOf, names, level) : undefined;
  const within =
    margin === undefined ? undefined : decideMargin(judged, { margin, alpha, interval, clusters: names, graded });
  const independent = Math.floor(items / designEffect);
  return {
    outcome,
    before: before.run.id,
    after: after.run.id,
    items,
    errors: pairs.errors,
    won,
    lost,
    delta,
    interval,
    level,
    alpha,
    pValue,
    minimalDetectableEffect: graded
      ? detectableMeanDifference(valueOf, { delta, interval }, designEffect)
      : minimalDetectableEffect(independent, estimateDiscordance(won, lost, items), alpha),
    ...((graded || names) && { test: "permutation" as const }),
    ...(graded && { judgedBy }),
    ...(values && { graded: { before: meanValue(pairs.before), after: meanValue(pairs.after), ...values } }),
    ...(clustered && {
      clusters: {
        count,
        ...(Number.isFinite(clustered.standardError) && { standardError: clustered.standardError }),
        designEffect: clustered.designEffect,
      },
    }),
    ...(within && { nonInferiority: { ...within, shown: within.shown && isTested(outcome) } }),
  };
}

/** What the values say, where right or not decides. */
function besideRight(
  differences: readonly number[],
  clusters: readonly string[] | undefined,
  level: number,
): Omit<NonNullable<Verdict["graded"]>, "before" | "after"> {
  const found = meanDifference(differences, clusters, level);
  const designEffect = clusters === undefined ? 1 : clusteredDifference(differences, clusters, level).designEffect;
  return { ...found, minimalDetectableEffect: detectableMeanDifference(differences, found, Math.max(1, designEffect)) };
}

function isTested(outcome: Verdict["outcome"]): boolean {
  return outcome !== "too-few-items" && outcome !== "not-decided";
}

function differencesOf(before: readonly Score[], after: readonly Score[], of: (score: Score) => number): number[] {
  return after.map((score, i) => of(score) - of(before[i]!));
}

function meanValue(scores: readonly Score[]): number {
  return scores.length === 0 ? 0 : scores.reduce((sum, { value }) => sum + value, 0) / scores.length;
}
