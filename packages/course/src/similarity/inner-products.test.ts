import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { innerProducts } from "./inner-products.ts";

const vectors = (length: number, most: number) =>
  fc.array(fc.float32Array({ minLength: length, maxLength: length, noNaN: true, min: -1, max: 1 }), {
    minLength: 1,
    maxLength: most,
  });
const written = (one: readonly Float32Array[], other: readonly Float32Array[]) =>
  one.map((a) => other.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)));

describe("inner products", () => {
  test.prop([vectors(7, 6), vectors(7, 5)])("are those of every vector with every other", (one, other) => {
    expect(innerProducts(one, other).to2DArray()).toEqual(written(one, other));
    expect(innerProducts(one, one).to2DArray()).toEqual(written(one, one));
  });
});
