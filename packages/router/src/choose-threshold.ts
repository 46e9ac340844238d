import type { HeldOutCounts } from "./router.ts";

/** A held-out question as the router sees it: the likeliest adapter's probability, and whether it is the right one. */
export interface HeldOutRoute {
  readonly outOfScope: boolean;
  readonly right: boolean;
  readonly probability: number;
}

const acceptable = 0.1;
const highest = 0.95;

/**
 * The lowest threshold from 0.5 to 0.95, in steps of 0.01, that gives an adapter at most 1 in 10 of the held-out questions that belong to
 * none; many of these are near misses on purpose, of a stranger's questions fewer get through. At least 0.5, so that a chosen adapter
 * is likelier than everything else together.
 */
export function chooseThreshold(routes: readonly HeldOutRoute[]): number {
  for (let percent = 50; percent < 100 * highest; percent++) {
    const { outOfScope, accepted } = countHeldOut(routes, percent / 100);
    if (accepted <= acceptable * outOfScope) return percent / 100;
  }
  return highest;
}

/** What a threshold does to the held-out questions. */
export function countHeldOut(routes: readonly HeldOutRoute[], threshold: number): HeldOutCounts {
  let questions = 0;
  let routed = 0;
  let outOfScope = 0;
  let accepted = 0;
  for (const route of routes) {
    const passes = route.probability >= threshold;
    if (route.outOfScope) {
      outOfScope++;
      if (passes) accepted++;
    } else {
      questions++;
      if (passes && route.right) routed++;
    }
  }
  return { questions, routed, outOfScope, accepted };
}
