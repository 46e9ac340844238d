const bars = "▁▂▃▄▅▆▇█";

/**
 * A curve as one line of bars, the highest value the highest bar.
 *
 * @param columns at most; each stands for the mean of as many values as the others
 */
export function sparkLine(values: readonly number[], columns: number): string {
  if (values.length === 0) return "";
  const size = Math.ceil(values.length / columns);
  const means: number[] = [];
  for (let at = 0; at < values.length; at += size) {
    const part = values.slice(at, at + size);
    means.push(part.reduce((sum, value) => sum + value, 0) / part.length);
  }
  const top = Math.max(...means);
  return means.map((mean) => bars[top <= 0 ? 0 : Math.min(7, Math.floor((8 * mean) / top))]).join("");
}
