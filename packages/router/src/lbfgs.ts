/** Fills `gradient` for the point `x` and returns the objective there. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  readonly iterations: number;
  /** Stop once no component of the gradient is larger. */
  readonly tolerance: number;
}

const memory = 8;
const sufficientDecrease = 1e-4;

/**
 * Minimises a smooth convex function from `x`, in place: limited-memory BFGS with backtracking (Nocedal & Wright 2006, algorithm
 * 7.4 and 7.5). No randomness and no clock: the same function gives the same point.
 */
export function minimise(objective: Objective, x: Float64Array, { iterations, tolerance }: LbfgsOptions): void {
  const size = x.length;
  let gradient = new Float64Array(size);
  let nextGradient = new Float64Array(size);
  const trial = new Float64Array(size);
  const direction = new Float64Array(size);
  const pairs: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  let value = objective(x, gradient);

  for (let iteration = 0; iteration < iterations && largest(gradient) > tolerance; iteration++) {
    descend(direction, gradient, pairs);
    const slope = dot(direction, gradient);
    let rate = pairs.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(gradient, gradient))) : 1;
    let nextValue = Infinity;
    for (let tries = 0; tries < 30; tries++, rate /= 2) {
      for (let i = 0; i < size; i++) trial[i] = x[i]! + rate * direction[i]!;
      nextValue = objective(trial, nextGradient);
      if (nextValue <= value + sufficientDecrease * rate * slope) break;
    }
    if (!(nextValue < value)) return;

    const recycled =
      pairs.length === memory
        ? pairs.shift()!
        : { step: new Float64Array(size), change: new Float64Array(size), curvature: 0 };
    for (let i = 0; i < size; i++) {
      recycled.step[i] = trial[i]! - x[i]!;
      recycled.change[i] = nextGradient[i]! - gradient[i]!;
      x[i] = trial[i]!;
    }
    recycled.curvature = dot(recycled.step, recycled.change);
    if (recycled.curvature > 1e-12) pairs.push(recycled);
    [gradient, nextGradient] = [nextGradient, gradient];
    value = nextValue;
  }
}

/** The two-loop recursion: minus the inverse Hessian's estimate times the gradient. */
function descend(
  direction: Float64Array,
  gradient: Float64Array,
  pairs: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): void {
  for (let i = 0; i < gradient.length; i++) direction[i] = -gradient[i]!;
  const shares: number[] = [];
  for (let p = pairs.length - 1; p >= 0; p--) {
    const { step, change, curvature } = pairs[p]!;
    shares[p] = dot(step, direction) / curvature;
    addScaled(direction, change, -shares[p]!);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) {
    const scale = newest.curvature / dot(newest.change, newest.change);
    for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! * scale;
  }
  for (let p = 0; p < pairs.length; p++) {
    const { step, change, curvature } = pairs[p]!;
    addScaled(direction, step, shares[p]! - dot(change, direction) / curvature);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = target[i]! + factor * source[i]!;
}

function largest(vector: Float64Array): number {
  let most = 0;
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i]!));
  return most;
}
