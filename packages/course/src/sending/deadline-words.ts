import type { SemesterManifest } from "@locollm/core";

/**
 * How far a moment is from the class's deadlines: the last one that is over, and the next one. Both, because nobody but the instructor
 * says which of them counts.
 */
export function deadlineWords({ ends, grade }: SemesterManifest, at: Date): string {
  const all = grade.deadlines.length === 0 ? [{ name: "end", at: ends }] : grade.deadlines;
  const sorted = all.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const over = sorted.findLast((one) => Date.parse(one.at) < at.getTime());
  const next = sorted.find((one) => Date.parse(one.at) >= at.getTime());
  const words = [
    ...(over === undefined ? [] : [`${apart(at, over.at)} after the deadline ${over.name} (${over.at})`]),
    ...(next === undefined ? [] : [`${apart(at, next.at)} before the deadline ${next.name} (${next.at})`]),
  ];
  return words.join("; ");
}

/** `2 d 3 h`, `3 h 5 min`, `5 min`, `40 s`; begun units are not counted. */
function apart(at: Date, other: string): string {
  const seconds = Math.floor(Math.abs(Date.parse(other) - at.getTime()) / 1000);
  const [d, h, min] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (d > 0) return h === 0 ? `${d} d` : `${d} d ${h} h`;
  if (h > 0) return min === 0 ? `${h} h` : `${h} h ${min} min`;
  return min > 0 ? `${min} min` : `${seconds} s`;
}
