import { independentDifference } from "./independent-difference.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** Right answers of so many items. */
export interface Share {
  readonly right: number;
  readonly items: number;
}

/**
 * Newcombe's hybrid score interval of the difference of two independent shares, first − second. Returns [low, high] within [-1, 1];
 * [-1, 1] where one of the two has no items.
 *
 * Source: R. G. Newcombe, "Interval estimation for the difference between independent proportions: comparison of eleven methods",
 * Statistics in Medicine 17 (1998) 873–890, method 10.
 */
export function unpairedInterval(first: Share, second: Share, level = 0.95): [number, number] {
  if (first.items === 0 || second.items === 0) return [-1, 1];
  const estimate = ({ right, items }: Share) => ({
    estimate: right / items,
    interval: wilsonInterval(right, items, level),
  });
  return independentDifference(estimate(first), estimate(second));
}
