/** Raised whenever the same plan would give other bytes, here or in the Python program (its `REVISION`). */
export const trainerRevision = 7;

/** Since this revision the same plan gives the same weights but for rounding, as between two machines: they stand. */
export const sameButForRounding = 2;
