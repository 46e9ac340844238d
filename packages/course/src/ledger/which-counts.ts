import type { InstructorRecord } from "@locollm/core";

export interface Counted {
  /** The record whose points count; null where there is none. */
  readonly record: InstructorRecord | null;
  /** Tries that were used, and how many are graded. */
  readonly used: number;
  readonly of: number;
}

/**
 * Which of an adapter's records counts: of the tries that are graded and came before nothing is graded any more, the last that came. Where
 * there is no such try, the last record, so that a refusal or a late work is seen with its reasons.
 *
 * @param records of one adapter, in the order in which they came; the last one's rule says how many tries are graded
 */
export function whichCounts(records: readonly InstructorRecord[]): Counted {
  const of = records.at(-1)?.try.of ?? 0;
  const used = Math.max(0, ...records.map((record) => record.try.number ?? 0));
  const graded = records.filter(({ try: { number }, late }) => number !== null && number <= of && late.keeps > 0);
  return { record: graded.at(-1) ?? records.at(-1) ?? null, used, of };
}
