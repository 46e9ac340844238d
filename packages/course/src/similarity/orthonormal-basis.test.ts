import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { drawFrom } from "../../test/mutate-weights.ts";
import { dot, orthonormalBasis } from "./orthonormal-basis.ts";

/** Up to eight vectors of up to nine values, some of them nearly or wholly sums of others, over forty orders of magnitude. */
const vectors = fc.nat().map((seed) => {
  const draw = drawFrom(seed);
  const length = 1 + draw(9);
  const drawn: Float32Array[] = [];
  for (let left = 1 + draw(8); left > 0; left--) {
    const scale = 10 ** (draw(40) - 30);
    const vector = Float32Array.from({ length }, () => (draw(5) === 0 ? 0 : scale * (draw(2001) / 1000 - 1)));
    const before = drawn[draw(drawn.length + 2)];
    drawn.push(before === undefined ? vector : before.map((value, i) => 2 * value + vector[i]! * 10 ** -draw(9)));
  }
  return drawn;
});

describe("an orthonormal basis", () => {
  test.prop([vectors], { numRuns: 1000 })("is orthonormal, and its coordinates give the vectors back", (given) => {
    const { basis, coordinates } = orthonormalBasis(given);
    expect(basis.length).toBeLessThanOrEqual(Math.min(given.length, given[0]!.length));
    for (const [i, one] of basis.entries())
      for (const [j, other] of basis.entries()) expect(dot(one, other)).toBeCloseTo(i === j ? 1 : 0, 9);
    for (const [at, vector] of given.entries()) {
      const largest = Math.sqrt(dot(vector, vector));
      for (const [i, value] of vector.entries()) {
        const back = basis.reduce((sum, direction, k) => sum + coordinates[at]![k]! * direction[i]!, 0);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(2e-6 * largest);
      }
    }
  });
});
