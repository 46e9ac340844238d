import type { Confidence } from "@locollm/core";

export interface PredictedAnswer {
  /** The predicted share, 0 to 1. */
  readonly share: number;
  readonly right: boolean;
}

type Figures = Pick<Confidence, "brier" | "calibrationError" | "calibrationErrorByChance" | "bins">;

/**
 * Brier score and calibration error of predicted shares. The bins hold equally many answers, ten bins where there are a hundred answers,
 * fewer where not; the error is the mean distance of predicted and observed share, each bin weighing as many answers as it holds. By chance
 * alone: its exact mean if every answer were right with its predicted probability (the Poisson-binomial distribution of each bin).
 *
 * Source: G. W. Brier, Monthly Weather Review 78 (1950) 1–3; M. P. Naeini, G. F. Cooper, M. Hauskrecht, AAAI 2015.
 */
export function calibrationFigures(answers: readonly PredictedAnswer[]): Figures {
  const sorted = answers.toSorted((a, b) => a.share - b.share);
  const count = Math.min(10, Math.max(1, Math.floor(sorted.length / 10)));
  const groups = Array.from({ length: count }, (_, i) =>
    sorted.slice(Math.floor((i * sorted.length) / count), Math.floor(((i + 1) * sorted.length) / count)),
  );
  let [error, byChance] = [0, 0];
  const bins = groups.map((group) => {
    const expected = group.reduce((sum, { share }) => sum + share, 0);
    const right = group.filter((answer) => answer.right).length;
    error += Math.abs(expected - right) / sorted.length;
    byChance += meanDistance(group.map(({ share }) => share)) / sorted.length;
    return { items: group.length, predicted: expected / group.length, right };
  });
  const squares = sorted.reduce((sum, { share, right }) => sum + (share - (right ? 1 : 0)) ** 2, 0);
  return {
    brier: squares / sorted.length,
    calibrationError: error,
    calibrationErrorByChance: byChance,
    bins,
  };
}

/** E|S − ΣP| of a sum S of independent events with probabilities P. */
export function meanDistance(probabilities: readonly number[]): number {
  let distribution = [1];
  for (const p of probabilities) {
    const next = [...distribution.map((mass) => mass * (1 - p)), 0];
    for (const [k, mass] of distribution.entries()) next[k + 1]! += mass * p;
    distribution = next;
  }
  const expected = probabilities.reduce((sum, p) => sum + p, 0);
  return distribution.reduce((sum, mass, k) => sum + mass * Math.abs(k - expected), 0);
}
