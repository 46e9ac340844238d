import { readFileSync } from "node:fs";
import type { ScoredCase } from "../../src/statistics/auroc.ts";

interface WrittenFigures {
  readonly cases: readonly (readonly [number, boolean, string])[];
  readonly auroc: number;
  readonly error: number;
  readonly calibration: {
    readonly intercept: number;
    readonly slope: number;
    readonly covariance: readonly [number, number, number];
  };
  readonly shares: readonly number[];
  readonly brier: number;
  /** Predicted and observed share of each bin. */
  readonly bins: readonly (readonly [number, number])[];
  readonly calibrationError: number;
}

// How they were made stands in the script beside the file.
const written = JSON.parse(
  readFileSync(new URL("reference-figures.json", import.meta.url), "utf8"),
) as readonly WrittenFigures[];

/** Four sets of scored cases, two of them clustered, with the figures of scikit-learn and statsmodels. */
export const referenceFigures = written.map((figures) => ({
  ...figures,
  cases: figures.cases.map(([score, positive, cluster]): ScoredCase => ({ score, positive, cluster })),
}));
