import type { MigratedAdapter, Migration, MigrationDecision, Verdict } from "@locollm/core";
import { adjustVerdicts, holm } from "@locollm/eval";

/** The new base alone is right at least so often, by the lower end of its interval: harder items are needed. */
const saturatedFrom = 0.95;

/**
 * What becomes of each adapter. Holm over the adapters: at most alpha that any verdict among them is false, and half of it, one-sided,
 * that any non-inferiority is.
 */
export function decideMigration(moved: readonly MigratedAdapter[], alpha: number): Migration["adapters"] {
  const overBase = adjustVerdicts(
    moved.map((one) => one.overBase),
    "holm",
  );
  const overBefore = adjustMargins(
    moved.map((one) => one.overBefore),
    alpha,
  );
  const baseOverBefore = adjustMargins(
    moved.map((one) => one.baseOverBefore),
    alpha,
  );
  return moved.map((one, i) => {
    const judged = {
      ...one,
      overBase: overBase[i]!,
      overBefore: overBefore[i]!,
      baseOverBefore: baseOverBefore[i]!,
    };
    return {
      moved: judged,
      decision: decide(judged),
      saturated: one.baseAfter.interval[0] >= saturatedFrom,
    };
  });
}

function decide({ overBase, overBefore, baseOverBefore }: MigratedAdapter): MigrationDecision {
  const asGood = (verdict: Verdict): boolean => verdict.nonInferiority?.shown === true;
  if (overBase.outcome === "better") return asGood(overBefore) ? "keep" : "needs-data";
  if (asGood(baseOverBefore)) return "base-alone";
  if (overBase.outcome === "worse") return "retire";
  // Retiring needs more than a small set, or one that could not be judged; and what is as good as it was may yet help.
  return isUndecided(overBase) || asGood(overBefore) ? "needs-data" : "retire";
}

function isUndecided({ outcome }: Verdict): boolean {
  return outcome === "too-few-items" || outcome === "not-decided";
}

function adjustMargins(verdicts: readonly Verdict[], alpha: number): Verdict[] {
  const pValues = holm(verdicts.map(({ nonInferiority }) => nonInferiority?.pValue ?? 1));
  return verdicts.map((verdict, i) => {
    const { nonInferiority } = verdict;
    if (nonInferiority === undefined) return verdict;
    const shown = nonInferiority.shown && pValues[i]! < alpha / 2;
    return { ...verdict, nonInferiority: { ...nonInferiority, shown } };
  });
}

const meanings: Readonly<Record<MigrationDecision, string>> = {
  keep: "keep: better than the new base alone, and no worse than it was",
  "needs-data": "needs data: it is as good as it was, but not shown to be better than the new base alone",
  "base-alone": "the new base alone is good enough: as good as the old adapter was",
  retire: "retire: it does not help the new base, which is not as good alone either",
};

/** A decision in plain words, with what it rests on. */
export function decisionWords(decision: MigrationDecision, { overBase: { outcome } }: MigratedAdapter): string {
  if (decision !== "needs-data") return meanings[decision];
  if (outcome === "better") return "needs data: it helps the new base, but not shown to be as good as it was";
  if (outcome === "too-few-items") return "needs data: too few evaluation rows to tell anything";
  if (outcome === "not-decided") return "needs data: too many answers failed to be judged; move it again";
  return meanings[decision];
}
