import type { Verdict } from "@locollm/core";
import { midPMcNemar } from "../statistics/mid-p-mcnemar.ts";
import { pairedInterval } from "../statistics/paired-interval.ts";
import { meanDifference, type MeanDifference } from "./mean-difference.ts";

// So few pairs show only differences of about 30 points.
const minimumItems = 20;
/** With fewer clusters their spread is too uncertain for an interval to keep its level. */
export const leastClusters = 10;
/** Above this share of pairs lost to the machinery, what was lost could decide. */
export const largestErrorShare = 0.02;

/** The least number of pairs that a verdict at `alpha` needs: 20, or so many that winning all of them would reach it. */
export function leastItems(alpha: number): number {
  let items = minimumItems;
  while (midPMcNemar(items, 0) >= alpha) items++;
  return items;
}

export interface DecideOptions {
  readonly alpha: number;
  /** One name a difference, where they share sources. */
  readonly clusters: readonly string[] | undefined;
  /** Whether the differences are of graded values instead of right or not. */
  readonly graded: boolean;
  /** Pairs that the machinery lost. */
  readonly errors?: number;
}

export interface Decision extends MeanDifference {
  readonly outcome: Verdict["outcome"];
}

/**
 * What paired differences (after − before, in [-1, 1]) show: better where the two-sided p is below alpha and the lower end of the
 * interval is above 0, worse likewise. How often that is wrong is enumerated in the tests.
 */
export function decideOutcome(differences: readonly number[], options: DecideOptions): Decision {
  const { alpha, clusters, graded, errors = 0 } = options;
  const items = differences.length;
  const found = graded || clusters !== undefined ? meanDifference(differences, clusters, 1 - alpha) : ofCounts();
  return { ...found, outcome: outcome() };

  function ofCounts(): MeanDifference {
    const [won, lost] = [1, -1].map((sign) => differences.filter((difference) => difference === sign).length) as [
      number,
      number,
    ];
    return {
      delta: items === 0 ? 0 : (won - lost) / items,
      interval: pairedInterval(won, lost, items, 1 - alpha),
      pValue: midPMcNemar(won, lost),
    };
  }

  function outcome(): Verdict["outcome"] {
    if (errors > largestErrorShare * (items + errors)) return "not-decided";
    if (items < leastItems(alpha) || (clusters && new Set(clusters).size < leastClusters)) return "too-few-items";
    if (found.pValue < alpha && found.interval[0] > 0) return "better";
    if (found.pValue < alpha && found.interval[1] < 0) return "worse";
    return "no-difference-shown";
  }
}
