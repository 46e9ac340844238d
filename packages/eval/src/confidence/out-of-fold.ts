import { sha256Hex } from "@locollm/core";
import { calibratedShare, fitCalibration, type JudgedAnswer } from "./fit-calibration.ts";

const mostFolds = 10;

/**
 * The fold of each answer, 0 to 9: whole clusters, in an order that their names' hashes decide, each to the fold that has least. The same
 * answers are in the same folds in any order.
 */
export function foldsOf(answers: readonly JudgedAnswer[]): number[] {
  const sizes = new Map<string, number>();
  for (const { cluster } of answers) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const filled = Array.from({ length: Math.min(mostFolds, sizes.size) }, () => 0);
  const foldOf = new Map<string, number>();
  const order = [...sizes.keys()].map((cluster) => ({ cluster, key: sha256Hex(cluster) }));
  for (const { cluster } of order.sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const emptiest = filled.indexOf(Math.min(...filled));
    foldOf.set(cluster, emptiest);
    filled[emptiest]! += sizes.get(cluster)!;
  }
  return answers.map(({ cluster }) => foldOf.get(cluster)!);
}

/** The calibrated share of each answer, by a calibration that was fitted on the other folds; of one fold, by itself: 0.5. */
export function outOfFoldShares(answers: readonly JudgedAnswer[], folds: readonly number[]): number[] {
  const shares = new Map(
    [...new Set(folds)].map((fold) => {
      const others = answers.filter((_, i) => folds[i] !== fold);
      return [fold, others.length === 0 ? null : fitCalibration(others)];
    }),
  );
  return answers.map(({ sureness }, i) => {
    const calibration = shares.get(folds[i]!) ?? null;
    return calibration === null ? 0.5 : calibratedShare(calibration, sureness);
  });
}
