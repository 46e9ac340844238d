import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { reference } from "../../reference/statistics/reference-figures.ts";
import { cohensKappa } from "./cohens-kappa.ts";

const tables = fc.array(fc.array(fc.nat(40), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });

test("agrees with statsmodels", () => {
  for (const { table, kappa } of reference.kappa) expect(cohensKappa(table).kappa).toBeCloseTo(kappa, 10);
});

test.prop([tables])("is the same with the raters exchanged, at most 1, and inside its interval", (table) => {
  const { kappa, interval } = cohensKappa(table);
  const turned = cohensKappa(table.map((_, i) => table.map((row) => row[i]!)));
  fc.pre(kappa !== null);
  expect(turned.kappa).toBeCloseTo(kappa!, 10);
  expect(kappa).toBeLessThanOrEqual(1 + 1e-12);
  expect(interval[0]).toBeLessThanOrEqual(kappa! + 1e-9);
  expect(interval[1]).toBeGreaterThanOrEqual(kappa! - 1e-9);
});

test("is unknown where both raters always say the same one thing", () => {
  expect(
    cohensKappa([
      [7, 0],
      [0, 0],
    ]),
  ).toEqual({ items: 7, agreed: 7, kappa: null, interval: [-1, 1] });
  expect(
    cohensKappa([
      [0, 0],
      [0, 0],
    ]),
  ).toMatchObject({ items: 0, kappa: null });
});

test("the interval covers the truth at least 93 times in 100, by exact enumeration", () => {
  const rows = [20, 50].flatMap((items) =>
    [
      [0.45, 0.05, 0.05, 0.45],
      [0.3, 0.2, 0.2, 0.3],
      [0.25, 0.25, 0.25, 0.25],
      [0.48, 0.01, 0.02, 0.49],
      [0.8, 0.05, 0.05, 0.1],
      [0.64, 0.16, 0.16, 0.04],
    ].map((shares) => {
      const covered = coverage(items, shares, (table) => cohensKappa(table).interval);
      expect(covered).toBeGreaterThan(0.93);
      return `${items} items, ${shares.join(" ")}: ${covered.toFixed(3)}, asymptotic ${coverage(items, shares, asymptotic).toFixed(3)}`;
    }),
  );
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "20 items, 0.45 0.05 0.05 0.45: 0.955, asymptotic 0.867
    20 items, 0.3 0.2 0.2 0.3: 0.962, asymptotic 0.921
    20 items, 0.25 0.25 0.25 0.25: 0.957, asymptotic 0.919
    20 items, 0.48 0.01 0.02 0.49: 0.955, asymptotic 0.455
    20 items, 0.8 0.05 0.05 0.1: 0.972, asymptotic 0.761
    20 items, 0.64 0.16 0.16 0.04: 0.995, asymptotic 0.731
    50 items, 0.45 0.05 0.05 0.45: 0.964, asymptotic 0.885
    50 items, 0.3 0.2 0.2 0.3: 0.947, asymptotic 0.940
    50 items, 0.25 0.25 0.25 0.25: 0.950, asymptotic 0.937
    50 items, 0.48 0.01 0.02 0.49: 0.937, asymptotic 0.778
    50 items, 0.8 0.05 0.05 0.1: 0.960, asymptotic 0.896
    50 items, 0.64 0.16 0.16 0.04: 0.995, asymptotic 0.845"
  `);
});

/** The probability that the interval of a 2 × 2 table of so many items holds the kappa of the cells' true shares. */
function coverage(
  items: number,
  shares: readonly number[],
  intervalOf: (table: number[][]) => readonly [number, number],
): number {
  const [p, q, r, s] = shares as [number, number, number, number];
  const byChance = (p + q) * (p + r) + (r + s) * (q + s);
  const truth = (p + s - byChance) / (1 - byChance);
  const logFactorial = [0];
  for (let i = 1; i <= items; i++) logFactorial.push(logFactorial[i - 1]! + Math.log(i));
  let covered = 0;
  for (let a = 0; a <= items; a++) {
    for (let b = 0; a + b <= items; b++) {
      for (let c = 0; a + b + c <= items; c++) {
        const counts = [a, b, c, items - a - b - c];
        const [low, high] = intervalOf([counts.slice(0, 2), counts.slice(2)]);
        if (low > truth + 1e-12 || high < truth - 1e-12) continue;
        const terms = counts.map((count, i) => count * Math.log(shares[i]!) - logFactorial[count]!);
        covered += Math.exp(terms.reduce((sum, term) => sum + term, logFactorial[items]!));
      }
    }
  }
  return covered;
}

/** The usual interval, as J. L. Fleiss, J. Cohen, B. S. Everitt, Psychological Bulletin 72 (1969) 323–327, give it; all of [-1, 1] where there is no kappa. */
function asymptotic(table: number[][]): [number, number] {
  const { kappa, items, agreed } = cohensKappa(table);
  if (kappa === null) return [-1, 1];
  const share = table.map((row) => row.map((count) => count / items));
  const rows = share.map(([a, b]) => a! + b!);
  const columns = [0, 1].map((j) => share[0]![j]! + share[1]![j]!);
  const observed = agreed / items;
  const byChance = rows[0]! * columns[0]! + rows[1]! * columns[1]!;
  let variance = -((observed * byChance - 2 * byChance + observed) ** 2);
  for (const i of [0, 1]) {
    variance += share[i]![i]! * (1 - byChance - (columns[i]! + rows[i]!) * (1 - observed)) ** 2;
    variance += (1 - observed) ** 2 * share[i]![1 - i]! * (columns[i]! + rows[1 - i]!) ** 2;
  }
  const reach = 1.959963984540054 * Math.sqrt(Math.max(0, variance) / (items * (1 - byChance) ** 4));
  return [kappa - reach, kappa + reach];
}
