import quantile from "@stdlib/stats-base-dists-normal-quantile";

/**
 * Wilson's score interval of a share: `right` of `items`, both counts. Returns [low, high] within [0, 1]; [0, 1] for no items.
 *
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209–212.
 */
export function wilsonInterval(right: number, items: number, level = 0.95): [number, number] {
  if (items === 0) return [0, 1];
  const z = quantile(0.5 + level / 2, 0, 1);
  const share = right / items;
  const centre = share + z ** 2 / (2 * items);
  const spread = z * Math.sqrt((share * (1 - share)) / items + z ** 2 / (4 * items ** 2));
  const scale = 1 + z ** 2 / items;
  // Exact at the ends, where rounding would leave 1e-17 instead of 0.
  return [right === 0 ? 0 : (centre - spread) / scale, right === items ? 1 : (centre + spread) / scale];
}
