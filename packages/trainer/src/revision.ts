/** Raised whenever the same plan would give other weights, here or in the Python program (its `REVISION`). */
export const trainerRevision = 3;
