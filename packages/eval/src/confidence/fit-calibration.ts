import type { Confidence } from "@locollm/core";

export type Calibration = Confidence["calibration"];

/** An answer as calibration sees it. */
export interface JudgedAnswer {
  readonly sureness: number;
  readonly right: boolean;
  /** Rows of one source share it. */
  readonly cluster: string;
}

const steps = 100;
const ridge = 1e-12;

/**
 * Platt's calibration: a logistic curve of the sureness, fitted to targets that are drawn a little towards each other, so that it never
 * says 0 or 1. A slope below 0 becomes 0: to be surer never lowers the share. The covariance is the inverse of the information, or the
 * clustered sandwich where answers share a source.
 *
 * Source: J. C. Platt, "Probabilistic outputs for support vector machines" (1999), with the Newton method of H.-T. Lin, C.-J. Lin and
 * R. C. Weng, Machine Learning 68 (2007) 267–276; K.-Y. Liang and S. L. Zeger, Biometrika 73 (1986) 13–22.
 */
export function fitCalibration(answers: readonly JudgedAnswer[]): Calibration {
  const right = answers.filter((answer) => answer.right).length;
  const [high, low] = [(right + 1) / (right + 2), 1 / (answers.length - right + 2)];
  const targets = answers.map((answer) => (answer.right ? high : low));
  const surenesses = answers.map((answer) => answer.sureness);
  // Not by spreading: an evaluation may have a hundred thousand rows.
  const range: [number, number] = [surenesses.reduce(least, Infinity), surenesses.reduce(most, -Infinity)];
  const flat = logit((right * high + (answers.length - right) * low) / answers.length);
  let [intercept, slope] = [flat, 0];
  if (range[1] > range[0]) [intercept, slope] = newton(surenesses, targets, flat);
  if (slope < 0) [intercept, slope] = [flat, 0];
  return { intercept, slope, covariance: covarianceOf(answers, targets, intercept, slope), range };
}

/** The calibrated share right at a sureness, 0 to 1. Beyond what was seen it stays what it was at the end. */
export function calibratedShare(calibration: Calibration, sure: number): number {
  return logistic(calibration.intercept + calibration.slope * within(calibration, sure));
}

/** Its 95 % interval, from the covariance on the scale of log-odds. */
export function calibratedInterval(calibration: Calibration, sure: number): [number, number] {
  const x = within(calibration, sure);
  const [a, ab, b] = calibration.covariance;
  const middle = calibration.intercept + calibration.slope * x;
  const spread = 1.959963984540054 * Math.sqrt(Math.max(0, a + 2 * ab * x + b * x * x));
  return [logistic(middle - spread), logistic(middle + spread)];
}

function newton(xs: readonly number[], targets: readonly number[], start: number): [number, number] {
  const loss = (a: number, b: number) => xs.reduce((sum, x, i) => sum + crossEntropy(a + b * x, targets[i]!), 0);
  let [a, b] = [start, 0];
  let current = loss(a, b);
  for (let step = 0; step < steps; step++) {
    const { gradient, information } = derivatives(xs, targets, a, b);
    const [g, h] = gradient;
    if (Math.abs(g) < 1e-11 && Math.abs(h) < 1e-11) break;
    const [aa, ab, bb] = information;
    const determinant = aa * bb - ab * ab;
    const [da, db] = [-(bb * g - ab * h) / determinant, -(aa * h - ab * g) / determinant];
    let size = 1;
    let next = loss(a + da, b + db);
    // Near the end a step gains less than the loss is rounded by.
    while (next > current * (1 + 1e-12) + 1e-4 * size * (g * da + h * db) && size > 1e-10) {
      size /= 2;
      next = loss(a + size * da, b + size * db);
    }
    if (size <= 1e-10) break;
    [a, b, current] = [a + size * da, b + size * db, next];
  }
  return [a, b];
}

function derivatives(xs: readonly number[], targets: readonly number[], a: number, b: number) {
  let [g, h, aa, ab, bb] = [0, 0, ridge, 0, ridge];
  for (const [i, x] of xs.entries()) {
    const share = logistic(a + b * x);
    const [miss, weight] = [share - targets[i]!, share * (1 - share)];
    g += miss;
    h += miss * x;
    aa += weight;
    ab += weight * x;
    bb += weight * x * x;
  }
  return { gradient: [g, h] as const, information: [aa, ab, bb] as const };
}

function covarianceOf(
  answers: readonly JudgedAnswer[],
  targets: readonly number[],
  intercept: number,
  slope: number,
): [number, number, number] {
  const xs = answers.map((answer) => answer.sureness);
  const [aa, ab, bb] = derivatives(xs, targets, intercept, slope).information;
  if (slope === 0) return [1 / aa, 0, 0];
  const determinant = aa * bb - ab * ab;
  const [p, q, r] = [bb / determinant, -ab / determinant, aa / determinant];
  const scores = new Map<string, [number, number]>();
  for (const [i, { cluster, sureness }] of answers.entries()) {
    const miss = logistic(intercept + slope * sureness) - targets[i]!;
    const [u, v] = scores.get(cluster) ?? [0, 0];
    scores.set(cluster, [u + miss, v + miss * sureness]);
  }
  if (scores.size === answers.length || scores.size < 2) return [p, q, r];
  let [uu, uv, vv] = [0, 0, 0];
  for (const [u, v] of scores.values()) [uu, uv, vv] = [uu + u * u, uv + u * v, vv + v * v];
  const scale = (scores.size / (scores.size - 1)) * ((answers.length - 1) / (answers.length - 2));
  return [
    scale * (p * p * uu + 2 * p * q * uv + q * q * vv),
    scale * (p * q * uu + (p * r + q * q) * uv + q * r * vv),
    scale * (q * q * uu + 2 * q * r * uv + r * r * vv),
  ];
}

function within({ range: [low, high] }: Calibration, sure: number): number {
  return Math.min(high, Math.max(low, sure));
}

function crossEntropy(odds: number, target: number): number {
  // ln(1 + e^odds) − target × odds, without overflow.
  return Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds))) - target * odds;
}

function logistic(odds: number): number {
  return odds >= 0 ? 1 / (1 + Math.exp(-odds)) : Math.exp(odds) / (1 + Math.exp(odds));
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

function least(a: number, b: number): number {
  return Math.min(a, b);
}

function most(a: number, b: number): number {
  return Math.max(a, b);
}
