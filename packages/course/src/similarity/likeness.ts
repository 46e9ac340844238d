import type { DataOverlap } from "./data-overlap.ts";
import type { WeightsOverlap } from "./weights-overlap.ts";

/** One adapter beside another: figures alone. */
export interface Likeness {
  /** Such as `2026-s1/iso-dates@1.0.0`. */
  readonly other: string;
  /** What is declared about the two, the end of a sentence; null where nothing is. */
  readonly lineage: string | null;
  /** Null where the weights of one of them are not known. */
  readonly weights: WeightsOverlap | null;
  /** Every set against every set: training against training first. */
  readonly data: readonly DataOverlap[];
}

/** The largest figures among the adapters that nothing was shown of; null where there are none. */
export interface UsualLikeness {
  readonly adapters: number;
  /** Those of them whose weights were compared. */
  readonly adaptersWithWeights: number;
  readonly weightsCosine: number | null;
  readonly subspaceOverlap: number | null;
  readonly dataJaccard: number;
  readonly rowsShared: number;
}

/** The largest figures of several; null where there are none. */
export function usualOf(likenesses: readonly Likeness[]): UsualLikeness | null {
  if (likenesses.length === 0) return null;
  const weights = likenesses.flatMap((one) => (one.weights === null ? [] : [one.weights]));
  const largest = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values));
  const data = likenesses.flatMap((one) => one.data);
  return {
    adapters: likenesses.length,
    adaptersWithWeights: weights.length,
    weightsCosine: largest(weights.map(({ cosine }) => cosine)),
    subspaceOverlap: largest(weights.map(({ outputs }) => outputs)),
    dataJaccard: Math.max(...data.map(({ jaccard }) => jaccard)),
    rowsShared: Math.max(...data.map(({ rowsShared }) => rowsShared)),
  };
}
