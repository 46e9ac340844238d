import { LocoError, hashOf, type JsonValue, type Run, type Sample, type Verdict } from "@locollm/core";
import { estimateDiscordance } from "../statistics/discordance.ts";
import { midPMcNemar } from "../statistics/mid-p-mcnemar.ts";
import { minimalDetectableEffect } from "../statistics/minimal-detectable-effect.ts";
import { pairedInterval } from "../statistics/paired-interval.ts";

// So few pairs show only differences of about 30 points.
const minimumItems = 20;
// Above this share of pairs lost to the machinery, what was lost could decide.
const maximumErrorShare = 0.02;

/** The least number of pairs that a verdict at `alpha` needs: 20, or so many that winning all of them would reach it. */
export function leastItems(alpha: number): number {
  let items = minimumItems;
  while (midPMcNemar(items, 0) >= alpha) items++;
  return items;
}

export interface EvaluatedRun {
  readonly run: Run;
  readonly samples: readonly Sample[];
}

export interface CompareOptions {
  /** Level of the two-sided test; the interval has 1 − alpha. */
  readonly alpha?: number;
}

/**
 * Compares two runs on the same items, item by item. `after` is better where the two-sided mid-p McNemar p is below alpha and the lower
 * end of Tango's interval of the difference is above 0; worse likewise. Format misses count as not right. Pairs with a machinery
 * error on either side are left out; above 2 % of them nothing is decided. Too few items: fewer than 20 pairs, or so few that not
 * even all of them won could reach alpha.
 *
 * @throws LocoError `runs-not-comparable` where dataset, tools, scorer or fixture differ
 */
export function compareRuns(before: EvaluatedRun, after: EvaluatedRun, options: CompareOptions = {}): Verdict {
  const { alpha = 0.05 } = options;
  checkComparable(before, after);
  let [items, errors, won, lost] = [0, 0, 0, 0];
  for (const [i, { score }] of after.samples.entries()) {
    const [then, now] = [before.samples[i]!.score.outcome, score.outcome];
    if (then === "error" || now === "error") {
      errors++;
      continue;
    }
    items++;
    if (now === "right" && then !== "right") won++;
    if (then === "right" && now !== "right") lost++;
  }
  const level = 1 - alpha;
  const interval = pairedInterval(won, lost, items, level);
  const pValue = midPMcNemar(won, lost);
  return {
    outcome: outcomeOf({ items, errors, pValue, interval, alpha }),
    before: before.run.id,
    after: after.run.id,
    items,
    errors,
    won,
    lost,
    delta: items === 0 ? 0 : (won - lost) / items,
    interval,
    level,
    alpha,
    pValue,
    minimalDetectableEffect: minimalDetectableEffect(items, estimateDiscordance(won, lost, items), alpha),
  };
}

type Decided = Pick<Verdict, "items" | "errors" | "pValue" | "interval" | "alpha">;

function outcomeOf({ items, errors, pValue, interval, alpha }: Decided): Verdict["outcome"] {
  if (errors > maximumErrorShare * (items + errors)) return "not-decided";
  if (items < leastItems(alpha)) return "too-few-items";
  if (pValue < alpha && interval[0] > 0) return "better";
  if (pValue < alpha && interval[1] < 0) return "worse";
  return "no-difference-shown";
}

function checkComparable(before: EvaluatedRun, after: EvaluatedRun): void {
  const ids = ({ samples }: EvaluatedRun) => samples.map(({ item }) => item);
  const sides = [before, after].map((side): Record<string, JsonValue | undefined> => ({
    dataset: side.run.dataset.sha256,
    items: ids(side),
    tools: side.run.condition.tools,
    scorer: { ...side.run.scorer, revision: side.run.revisions.scorer },
    fixture: side.run.fixture,
  }));
  const differs = ["dataset", "items", "tools", "scorer", "fixture"].find(
    (what) => hashOf({ is: sides[0]![what] }) !== hashOf({ is: sides[1]![what] }),
  );
  if (differs === undefined) return;
  throw new LocoError({
    code: "runs-not-comparable",
    message: `The runs ${before.run.id.slice(0, 12)} and ${after.run.id.slice(0, 12)} differ in their ${differs}, so their items cannot be paired.`,
    fix: "Evaluate both sides on the same data: loco eval <adapter>",
    fields: { before: before.run.id, after: after.run.id, differs },
  });
}
