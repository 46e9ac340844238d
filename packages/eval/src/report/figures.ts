import type { Counts, Score, Verdict } from "@locollm/core";

/** `93 %`; one decimal where rounding would say 0 or 100 of something else. */
export function percent(share: number): string {
  const whole = Math.round(share * 100);
  const hides = (whole === 0 && share > 0) || (whole === 100 && share < 1);
  return `${hides ? (share * 100).toFixed(1) : whole} %`;
}

/** `88–96 %` */
export function percentRange([low, high]: readonly [number, number]): string {
  return `${Math.round(low * 100)}–${Math.round(high * 100)} %`;
}

/** `+72.5`, a difference in points with its sign. */
export function points(difference: number): string {
  const rounded = (difference * 100).toFixed(1);
  return Number(rounded) === 0 ? "0.0" : `${difference > 0 ? "+" : "−"}${rounded.replace("-", "")}`;
}

/** `186 of 200` */
export function rightOf(counts: Counts): string {
  return `${counts.right} of ${counts.items}`;
}

/** `p < 0.001` or `p = 0.031` */
export function pValueText({ pValue }: Pick<Verdict, "pValue">): string {
  return pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toFixed(3)}`;
}

/** `format miss: The output is empty.` */
export function outcomeWords(outcome: Score["outcome"], reason?: string): string {
  return `${outcome === "format-miss" ? "format miss" : outcome}${reason === undefined ? "" : `: ${reason}`}`;
}

/** `Right with the adapter only`, and the same of any other side. */
export function onlyRight(label: string): string {
  return label === "adapter" || label === "base" ? `Right with the ${label} only` : `Right with “${label}” only`;
}

/** Above what judges said. */
export const judgesTitle = "What a judge says";

/** Above the gap between the two. */
export const sealedTitle = "Public and sealed items";

/** Above the items on which the machinery failed. */
export const failedTitle = "Not answered, which is neither right nor wrong";
