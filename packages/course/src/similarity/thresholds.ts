import type { DataOverlap } from "./data-overlap.ts";
import type { WeightsOverlap } from "./weights-overlap.ts";

/**
 * From where on a likeness is shown to the instructor. Measured on the eight adapters of the two sample semesters, which
 * `pnpm bench similarity` prints; docs/similarity.md says what they were set by. To change one, measure again.
 */
export const worthShowing = {
  /** Cosine of two updates: adapters for different tasks reach 0.16. */
  weightsCosine: 0.3,
  /** Shared output directions: adapters for different tasks reach 0.07. */
  subspaceOverlap: 0.15,
  /** Estimated Jaccard index of two sets: sets that were made apart reach 0.01, training sets of one generator from two seeds 0.06 or more. */
  dataJaccard: 0.03,
  /** Share of a set's rows with a near twin in the other: sets that were made apart have none. */
  rowsShared: 0.01,
} as const;

/** Two adapters for one task with rows made apart, trained from the same seed: 2026-s1/iso-dates and 2026-s2/iso-dates. */
export const sameTask = { weightsCosine: 0.63, subspaceOverlap: 0.39 } as const;

/** The least that training again from the same rows and seed gives. */
export const sameRows = { weightsCosine: 0.97, subspaceOverlap: 0.96 } as const;

/** Jaccard index of the training sets of one generator from two seeds: the same templates, other values. */
export const sameGenerator = { least: 0.06, most: 0.49 } as const;

/** Shared input directions from which on two adapters look like started from one seed: such share 0.61 or more, random ones 0.01. */
export const sameStart = 0.5;

/** Whether two updates have more in common than those of adapters for different tasks. */
export function areMuchAlike({ cosine, outputs }: WeightsOverlap): boolean {
  return cosine >= worthShowing.weightsCosine || outputs >= worthShowing.subspaceOverlap;
}

/** Whether two sets have more in common than sets that were made apart. Words alone say little of training beside evaluation rows. */
export function isMuchData({ set, otherSet, jaccard, rows, rowsShared }: DataOverlap): boolean {
  return (
    (set === otherSet && jaccard >= worthShowing.dataJaccard) ||
    (rowsShared > 0 && rowsShared >= worthShowing.rowsShared * rows)
  );
}
