import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { referenceFigures } from "../../test/confidence/reference-figures.ts";
import { calibrationFigures, meanDistance } from "./calibration-figures.ts";
import { calibratedInterval, calibratedShare, fitCalibration, type JudgedAnswer } from "./fit-calibration.ts";
import { foldsOf, outOfFoldShares } from "./out-of-fold.ts";
import { sureness } from "./sureness.ts";

describe("agrees with scikit-learn and statsmodels", () => {
  test("Platt's curve and its covariance", () => {
    for (const { cases, calibration } of referenceFigures) {
      const fitted = fitCalibration(
        cases.map(({ score, ...rest }) => ({ ...rest, sureness: score, right: rest.positive })),
      );
      expect(fitted.intercept).toBeCloseTo(calibration.intercept, 9);
      expect(fitted.slope).toBeCloseTo(calibration.slope, 9);
      for (const [i, value] of fitted.covariance.entries()) expect(value).toBeCloseTo(calibration.covariance[i]!, 8);
    }
  });

  test("Brier score, bins and calibration error", () => {
    for (const { cases, shares, brier, bins, calibrationError } of referenceFigures) {
      const found = calibrationFigures(cases.map(({ positive }, i) => ({ share: shares[i]!, right: positive })));
      expect(found.brier).toBeCloseTo(brier, 12);
      // Equal shares may fall in other bins there: scikit-learn parts at quantiles.
      if (new Set(shares).size < shares.length) continue;
      expect(found.calibrationError).toBeCloseTo(calibrationError, 12);
      for (const [i, [predicted, observed]] of bins.entries()) {
        expect(found.bins[i]!.predicted).toBeCloseTo(predicted, 12);
        expect(found.bins[i]!.right / found.bins[i]!.items).toBeCloseTo(observed, 12);
      }
    }
  });
});

const answers = fc.array(
  fc.record({
    sureness: fc.double({ min: 0, max: 14, noNaN: true }),
    right: fc.boolean(),
    cluster: fc.integer({ min: 0, max: 30 }).map((name) => `source ${name}`),
  }),
  { minLength: 1, maxLength: 60 },
);

describe("for any answers", () => {
  test.prop([answers, fc.double({ min: -5, max: 20, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true })])(
    "to be surer never lowers the share, which is never certain",
    (given, sure, more) => {
      const calibration = fitCalibration(given);
      const [less, greater] = [calibratedShare(calibration, sure), calibratedShare(calibration, sure + more)];
      expect(greater).toBeGreaterThanOrEqual(less);
      expect(less > 0 && greater < 1).toBe(true);
      const [low, high] = calibratedInterval(calibration, sure);
      expect(low <= less && less <= high).toBe(true);
    },
  );

  test.prop([answers])("no source is in two folds, and another order changes no fold", (given) => {
    const folds = foldsOf(given);
    const byCluster = Map.groupBy(given.keys(), (i) => given[i]!.cluster);
    for (const members of byCluster.values()) expect(new Set(members.map((i) => folds[i])).size).toBe(1);
    expect(foldsOf(given.toReversed()).toReversed()).toEqual(folds);
    expect(new Set(folds).size).toBe(Math.min(10, byCluster.size));
  });

  test.prop([answers])("an answer's own result does not touch its share", (given) => {
    const folds = foldsOf(given);
    const before = outOfFoldShares(given, folds);
    const turned = given.map((answer, i): JudgedAnswer =>
      folds[i] === 0 ? { ...answer, right: !answer.right } : answer,
    );
    const after = outOfFoldShares(turned, folds);
    for (const [i, fold] of folds.entries()) if (fold === 0) expect(after[i]).toBe(before[i]);
  });

  test.prop([fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })])(
    "the distance by chance is that of all outcomes, enumerated",
    (shares) => {
      const expected = shares.reduce((sum, share) => sum + share, 0);
      let total = 0;
      for (let bits = 0; bits < 2 ** shares.length; bits++) {
        const chance = shares.reduce((product, p, i) => product * ((bits >> i) & 1 ? p : 1 - p), 1);
        const count = shares.filter((_, i) => (bits >> i) & 1).length;
        total += chance * Math.abs(count - expected);
      }
      expect(meanDistance(shares)).toBeCloseTo(total, 12);
    },
  );
});

test("sureness: the mean's logarithm, the same for an answer twice as long", () => {
  expect(sureness([])).toBeNull();
  expect(sureness([-0.5])).toBeCloseTo(Math.LN2, 12);
  expect(sureness([-0.5, -0.1, -0.3])).toBe(sureness([-0.5, -0.1, -0.3, -0.5, -0.1, -0.3]));
  expect(sureness([0, 0])).toBeCloseTo(13.8155, 4);
  expect(sureness([-1, Number.NEGATIVE_INFINITY])).toBeNull();
});
