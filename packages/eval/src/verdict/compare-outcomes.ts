import type { Verdict } from "@locollm/core";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { minimalDetectableEffect } from "../statistics/minimal-detectable-effect.ts";
import { decideMargin } from "./decide-margin.ts";
import { decideOutcome } from "./decide-outcome.ts";

/** One item before and after a change: 1 right, 0 not, null where the machinery failed. */
export interface OutcomePair {
  readonly before: 0 | 1 | null;
  readonly after: 0 | 1 | null;
  /** Items that share it count as a cluster. */
  readonly source: string;
}

/**
 * Compares a system before and after a change on items of several datasets, right or not, as `compareRuns` does on one.
 *
 * @param margin a share; where it is given, the verdict also says whether a loss of it is ruled out
 * @param sides sha256 of what the system was before and after
 */
export function compareOutcomes(
  pairs: readonly OutcomePair[],
  { alpha, margin, sides }: { alpha: number; margin?: number; sides: { before: string; after: string } },
): Verdict {
  const answered = pairs.filter(({ before, after }) => before !== null && after !== null);
  const errors = pairs.length - answered.length;
  const differences = answered.map(({ before, after }) => after! - before!);
  const sources = answered.map(({ source }) => source);
  const clusters = new Set(sources).size < answered.length ? sources : undefined;
  const { outcome, delta, interval, pValue } = decideOutcome(differences, { alpha, clusters, graded: false, errors });
  const count = (sign: number) => differences.filter((difference) => difference === sign).length;
  const [won, lost] = [count(1), count(-1)];
  return {
    outcome,
    ...sides,
    items: answered.length,
    errors,
    won,
    lost,
    delta,
    interval,
    level: 1 - alpha,
    alpha,
    pValue,
    minimalDetectableEffect: minimalDetectableEffect(
      answered.length,
      estimateDiscordance(won, lost, answered.length),
      alpha,
    ),
    ...(clusters !== undefined && { test: "permutation" as const }),
    ...(margin !== undefined && {
      nonInferiority: decideMargin(differences, { margin, alpha, interval, clusters, graded: false }),
    }),
  };
}
