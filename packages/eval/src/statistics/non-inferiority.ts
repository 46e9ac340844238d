/**
 * Whether an interval of a difference (after − before) shows that `after` is at most `margin` worse: its lower end is above −margin.
 * With a two-sided interval at 1 − α, a side that is worse by the margin or more is called non-inferior at most α/2 of the time.
 *
 * Source: G. Piaggio et al., "Reporting of noninferiority and equivalence randomized trials", JAMA 308 (2012) 2594–2604.
 *
 * @throws RangeError unless 0 < margin < 1
 */
export function nonInferior([low]: readonly [number, number], margin: number): boolean {
  if (!(margin > 0 && margin < 1)) throw new RangeError(`a margin is above 0 and below 1, not ${margin}`);
  return low > -margin;
}
