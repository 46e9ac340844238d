import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { referenceFigures } from "../../test/confidence/reference-figures.ts";
import { auroc, type ScoredCase } from "./auroc.ts";

const alone = (cases: readonly (readonly [number, boolean])[]): ScoredCase[] =>
  cases.map(([score, positive], i) => ({ score, positive, cluster: `item ${i}` }));

test("agrees with scikit-learn, and its error with DeLong's and Obuchowski's sums over all pairs", () => {
  for (const figures of referenceFigures) {
    const { auroc: area, error } = auroc(figures.cases)!;
    expect(area).toBeCloseTo(figures.auroc, 12);
    expect(error).toBeCloseTo(figures.error, 12);
  }
});

describe("for any scores", () => {
  const cases = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 60 });

  test.prop([cases])(
    "the area is the share of pairs in order, ties counting half, and lies in its interval",
    (given) => {
      const found = auroc(alone(given));
      const [positive, negative] = [true, false].map((side) => given.filter(([, is]) => is === side));
      if (positive!.length === 0 || negative!.length === 0) {
        expect(found).toBeNull();
        return;
      }
      const pairs = positive!.flatMap(([a]) => negative!.map(([b]) => (a > b ? 1 : a === b ? 0.5 : 0)));
      expect(found!.auroc).toBeCloseTo(pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length, 12);
      const [low, high] = found!.interval;
      expect(0 <= low && low <= found!.auroc + 1e-12 && found!.auroc <= high + 1e-12 && high <= 1).toBe(true);
    },
  );

  test.prop([cases])("turned about, the area mirrors; a rising change of the scores changes nothing", (given) => {
    const found = auroc(alone(given));
    fc.pre(found !== null);
    const turned = auroc(alone(given.map(([score, is]) => [-score, is])))!;
    expect(turned.auroc).toBeCloseTo(1 - found!.auroc, 12);
    expect(turned.interval[0]).toBeCloseTo(1 - found!.interval[1], 9);
    const stretched = auroc(alone(given.map(([score, is]) => [Math.exp(score), is])))!;
    expect(stretched).toEqual(found);
  });

  test.prop([cases])("rows that all come twice from one source promise no more than they do once", (given) => {
    const found = auroc(alone(given));
    fc.pre(found !== null);
    const twice = auroc([...alone(given), ...alone(given)])!;
    expect(twice.auroc).toBeCloseTo(found!.auroc, 12);
    const sides = [true, false].map((side) => given.filter(([, is]) => is === side).length);
    // The clustered form divides by its clusters less one as well, within each side.
    if (Math.min(...sides) > 1) expect(twice.error).toBeCloseTo(found!.error, 12);
  });
});

test("scores that part a few cases without a fault are no certainty", () => {
  const given = Array.from({ length: 20 }, (_, i): [number, boolean] => [i, i >= 10]);
  expect(auroc(alone(given))!.interval.map((end) => end.toFixed(3))).toMatchInlineSnapshot(`
    [
      "0.800",
      "1.000",
    ]
  `);
});

test("covers the truth about 19 times in 20, by simulation with a fixed seed", () => {
  let state = 7;
  // mulberry32 (Tommy Ettinger, public domain).
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return (((bits ^ (bits >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const rounds = 1000;
  const rows = [
    [0, 10, 230, 0.5],
    [1, 10, 230, 0.7602],
    [2, 10, 230, 0.9214],
    [2, 70, 160, 0.9214],
    [3, 20, 200, 0.9831],
  ].map(([shift, negatives, positives, truth]) => {
    let [covered, coveredByDeLong] = [0, 0];
    for (let round = 0; round < rounds; round++) {
      const given = Array.from({ length: negatives! + positives! }, (_, i): [number, boolean] => {
        const positive = i >= negatives!;
        return [normal() + (positive ? shift! : 0), positive];
      });
      const { auroc: area, error, interval } = auroc(alone(given))!;
      if (interval[0] <= truth! && truth! <= interval[1]) covered++;
      if (Math.abs(area - truth!) <= 1.96 * error) coveredByDeLong++;
    }
    // Nominal, less 3 standard errors of the simulation.
    expect(covered / rounds).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / rounds));
    const share = (count: number) => (count / rounds).toFixed(3);
    return `${negatives} against ${positives}, true area ${truth}: ${share(covered)}, DeLong's ${share(coveredByDeLong)}`;
  });
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "10 against 230, true area 0.5: 0.956, DeLong's 0.919
    10 against 230, true area 0.7602: 0.946, DeLong's 0.899
    10 against 230, true area 0.9214: 0.968, DeLong's 0.809
    70 against 160, true area 0.9214: 0.976, DeLong's 0.923
    20 against 200, true area 0.9831: 0.970, DeLong's 0.792"
  `);
});
