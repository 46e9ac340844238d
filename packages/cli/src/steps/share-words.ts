import type { Counts } from "@locollm/core";

/** `right on 186 of 200 test questions`. */
export function rightOf(counts: Counts): string {
  return `right on ${counts.right} of ${counts.items} test questions`;
}

/** `93.0 % (88.6–95.8)`. */
export function shareWithInterval(counts: Counts, interval: readonly [number, number]): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${percent(counts.right / counts.items)} % (${percent(interval[0])}–${percent(interval[1])})`;
}
