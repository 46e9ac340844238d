import type { Verdict } from "@locollm/core";
import { benjaminiHochberg, holm } from "../statistics/adjust-p-values.ts";

const methods = { holm: holm, "benjamini-hochberg": benjaminiHochberg } as const;

/**
 * The verdicts of several comparisons that are read together: what is no longer significant after the adjustment becomes
 * `no-difference-shown`. Holm for the comparisons of one submission: at most alpha that any better or worse among them is false.
 * Benjamini and Hochberg for a cohort: at most a share alpha of its better and worse is expected to be false. Where nothing could be
 * tested (too few items, not decided), a verdict stays as it is and does not count.
 */
export function adjustVerdicts(verdicts: readonly Verdict[], method: keyof typeof methods): Verdict[] {
  const tested = verdicts.filter(({ outcome }) => outcome !== "too-few-items" && outcome !== "not-decided");
  const pValues = methods[method](tested.map(({ pValue }) => pValue));
  const adjusted = new Map(tested.map((verdict, i) => [verdict, pValues[i]!]));
  return verdicts.map((verdict) => {
    const pValue = adjusted.get(verdict);
    if (pValue === undefined) return verdict;
    return {
      ...verdict,
      outcome: pValue < verdict.alpha ? verdict.outcome : "no-difference-shown",
      adjusted: { method, comparisons: tested.length, pValue },
    };
  });
}
