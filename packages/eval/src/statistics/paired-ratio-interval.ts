import quantile from "@stdlib/stats-base-dists-normal-quantile";

/**
 * Bonett and Price's hybrid Wilson interval of the ratio of two paired shares: (both + onlyFirst) / (both + onlySecond), of counts of
 * pairs. Returns [low, high], at least 0; the high end is Infinity where the second may never be right.
 *
 * Source: D. G. Bonett, R. M. Price, "Confidence intervals for a ratio of binomial proportions based on paired data", Statistics in
 * Medicine 25 (2006) 3039–3047; recommended by M. W. Fagerland, S. Lydersen, P. Laake, Statistics in Medicine 33 (2014) 2850–2875.
 */
export function pairedRatioInterval(
  both: number,
  onlyFirst: number,
  onlySecond: number,
  level = 0.95,
): [number, number] {
  const [first, second, pairs] = [both + onlyFirst, both + onlySecond, both + onlyFirst + onlySecond];
  if (pairs === 0) return [0, Infinity];
  const z = quantile(0.5 + level / 2, 0, 1);
  const together = Math.sqrt((onlyFirst + onlySecond + 2) / ((first + 1) * (second + 1)));
  const alone = (count: number) => Math.sqrt((1 - (count + 1) / (pairs + 2)) / (count + 1));
  const narrowed = (together / (alone(first) + alone(second))) * z;
  const [a, b] = [first, second].map((count) => wilsonAt(count, pairs, narrowed)) as [Interval, Interval];
  return [a[0] / b[1], b[0] === 0 ? Infinity : a[1] / b[0]];
}

type Interval = [number, number];

/** Wilson's score interval at `z`; Bonett and Price narrow it, so that the two together keep the level. */
function wilsonAt(right: number, items: number, z: number): Interval {
  const centre = right / items + z ** 2 / (2 * items);
  const spread = z * Math.sqrt(((right / items) * (1 - right / items)) / items + z ** 2 / (4 * items ** 2));
  const scale = 1 + z ** 2 / items;
  return [right === 0 ? 0 : (centre - spread) / scale, right === items ? 1 : (centre + spread) / scale];
}
