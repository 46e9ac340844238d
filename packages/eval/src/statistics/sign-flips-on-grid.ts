const finest = 100;
const mostSteps = 50_000;

/**
 * The share of all choices of signs for which |Σ ±size| ≥ `observed`, by convolution, where all sizes are multiples of one
 * fraction 1/k with k ≤ 100; undefined where they are not.
 */
export function signFlipsOnGrid(sizes: readonly number[], observed: number): number | undefined {
  const parts = denominatorOf(sizes);
  if (parts === undefined) return undefined;
  const steps = sizes.map((size) => Math.round(size * parts));
  const total = steps.reduce((sum, step) => sum + step, 0);
  if (total > mostSteps) return undefined;
  // chance[i]: the probability that the positive signs' steps add up to i, so that the sum is 2i − total.
  let chance = new Float64Array(total + 1);
  chance[0] = 1;
  let reached = 0;
  for (const step of steps) {
    const next = new Float64Array(total + 1);
    for (let i = 0; i <= reached; i++) {
      next[i] = next[i]! + chance[i]! / 2;
      next[i + step] = next[i + step]! + chance[i]! / 2;
    }
    chance = next;
    reached += step;
  }
  let share = 0;
  for (const [i, probability] of chance.entries())
    if (Math.abs(2 * i - total) >= observed * parts) share += probability;
  return Math.min(1, share);
}

function denominatorOf(sizes: readonly number[]): number | undefined {
  const fits = (size: number) => size > 0.5 && Math.abs(size - Math.round(size)) < 1e-9;
  for (let parts = 1; parts <= finest; parts++) if (sizes.every((size) => fits(size * parts))) return parts;
  return undefined;
}
