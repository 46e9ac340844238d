import { betBelow } from "./anytime-bet.ts";

const steps = 200;

/**
 * An interval of the mean of all `total` differences (each in [-1, 1]) from those drawn so far, in random order: at all times at once,
 * each end is on the wrong side with a probability of at most alpha. Within [-1, 1], ends on a grid of half points, outwards.
 *
 * Source: as of `betBelow`, by inverting it for every candidate.
 */
export function anytimeInterval(differences: readonly number[], total: number, alpha = 0.05): [number, number] {
  const mirrored = differences.map((difference) => -difference);
  return [0 - upperEnd(mirrored, total, alpha), upperEnd(differences, total, alpha)];
}

function upperEnd(differences: readonly number[], total: number, alpha: number): number {
  let end = steps;
  while (end > -steps && refuted(differences, total, (end - 1) / steps, alpha)) end--;
  return end / steps;
}

function refuted(differences: readonly number[], total: number, candidate: number, alpha: number): boolean {
  const bet = betBelow(total, candidate);
  return differences.some((difference) => bet(difference) >= -Math.log(alpha));
}
