/** A figure with its confidence interval. */
export interface Estimate {
  readonly estimate: number;
  readonly interval: readonly [number, number];
}

/**
 * The interval of the difference `first − second` of two independent figures, from an interval of each, all of one level: the distances
 * from the estimates to the ends that matter are squared and added. The intervals need not be symmetric.
 *
 * Source: G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures: a general approach", Statistics in Medicine
 * 27 (2008) 1693–1702; of two Wilson intervals it is Newcombe's hybrid score interval.
 */
export function independentDifference(first: Estimate, second: Estimate): [number, number] {
  const difference = first.estimate - second.estimate;
  const [below, above] = [first, second].map(({ estimate, interval: [low, high] }) => [
    estimate - low,
    high - estimate,
  ]);
  return [difference - Math.hypot(below![0]!, above![1]!), difference + Math.hypot(below![1]!, above![0]!)];
}
