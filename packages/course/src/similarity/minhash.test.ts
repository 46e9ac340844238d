import { fc, test } from "@fast-check/vitest";
import { mixHash } from "@locollm/core";
import { describe, expect } from "vitest";
import { drawFrom } from "../../test/draw.ts";
import { estimatedJaccard, jaccardError, minHash } from "./minhash.ts";

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const shared = [...a].filter((one) => b.has(one)).length;
  return a.size + b.size === 0 ? 0 : shared / (a.size + b.size - shared);
}

const hashes = fc.array(fc.nat().map(mixHash), { maxLength: 200 });

describe("MinHash", () => {
  test("estimates the Jaccard index with the standard error that it names", () => {
    const draw = drawFrom(1);
    const errors = Array.from({ length: 600 }, () => {
      const [size, shared] = [20 + draw(400), 0.05 + draw(90) / 100];
      const a = new Set(Array.from({ length: size }, () => mixHash(draw(2 ** 32))));
      const b = new Set([...a].slice(0, Math.round(size * shared)));
      while (b.size < size) b.add(mixHash(draw(2 ** 32)));
      const exact = jaccard(a, b);
      return (estimatedJaccard(minHash(a), minHash(b)) - exact) / jaccardError(exact);
    });
    const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    // Of 600 errors that are normal with a deviation of 1: four standard errors of their mean, and of their mean square.
    expect(Math.abs(meanOf(errors))).toBeLessThan(4 / Math.sqrt(600));
    expect(Math.abs(meanOf(errors.map((error) => error ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / 600));
  });

  test.prop([hashes, hashes])("does not mind order, repetition or who is first", (a, b) => {
    expect(minHash([...a, ...a.toReversed()])).toEqual(minHash(a));
    expect(estimatedJaccard(minHash(a), minHash(b))).toBe(estimatedJaccard(minHash(b), minHash(a)));
  });

  test.prop([hashes])("is 1 for a set with itself and 0 with none", (a) => {
    expect(estimatedJaccard(minHash(a), minHash(a))).toBe(a.length === 0 ? 0 : 1);
    expect(estimatedJaccard(minHash(a), minHash([]))).toBe(0);
  });
});
