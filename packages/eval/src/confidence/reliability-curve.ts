import type { Confidence } from "@locollm/core";
import { wilsonInterval } from "../statistics/wilson-interval.ts";

/** A bin of answers: what was predicted of them, out of fold, and what came out. Shares of 1. */
export interface ReliabilityPoint {
  readonly items: number;
  readonly predicted: number;
  readonly observed: number;
  /** 95 % Wilson interval of the observed share. */
  readonly interval: readonly [number, number];
}

/** The calibration curve, least sure bin first: whoever draws it plots `observed` over `predicted` beside the diagonal. */
export function reliabilityCurve({ bins }: Confidence): ReliabilityPoint[] {
  return bins.map(({ items, predicted, right }) => ({
    items,
    predicted,
    observed: right / items,
    interval: wilsonInterval(right, items),
  }));
}
