import type { InstructorRecord } from "@locollm/core";
import { pointsOf, type Points } from "./points.ts";

export interface Counted extends Points {
  /** The record whose points count. */
  readonly record: InstructorRecord;
  /** The number of its try; null where it was refused, which uses none. */
  readonly number: number | null;
  /** Tries that were used, and how many are graded. */
  readonly used: number;
  readonly of: number;
}

/** The number of each record's try, of those that came before it: what measures the same is the same try. */
export function tryNumbers(records: readonly InstructorRecord[]): (number | null)[] {
  const seen: string[] = [];
  return records.map(({ measured }) => {
    if (measured === null) return null;
    if (!seen.includes(measured)) seen.push(measured);
    return seen.indexOf(measured) + 1;
  });
}

/**
 * Which of an adapter's records for one deadline counts: of the tries that are graded and came before nothing is graded any more, the
 * last that came. Where there is none, the last but for tries beyond those, so that a refusal or a late work is seen with its reasons.
 * Null for no records.
 *
 * @param records of one adapter and deadline, in the order in which they came; the last one says how many tries are graded
 */
export function whichCounts(records: readonly InstructorRecord[]): Counted | null {
  const last = records.at(-1);
  if (last === undefined) return null;
  const numbers = tryNumbers(records);
  const isWithin = (_: InstructorRecord, at: number) => (numbers[at] ?? 0) <= last.tries;
  const isGraded = (record: InstructorRecord, at: number) =>
    numbers[at] !== null && isWithin(record, at) && record.late.keeps > 0;
  const graded = records.findLastIndex(isGraded);
  const at = graded === -1 ? records.findLastIndex(isWithin) : graded;
  const record = records.at(at)!;
  return {
    record,
    number: numbers.at(at)!,
    used: Math.max(0, ...numbers.map((number) => number ?? 0)),
    of: last.tries,
    ...pointsOf(record),
  };
}
