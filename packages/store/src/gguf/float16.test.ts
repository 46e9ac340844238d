import { expect, test } from "vitest";
import { decodeFloat16, encodeFloat16, fromFloat16, toFloat16 } from "./float16.ts";

const native = (
  globalThis as unknown as {
    Float16Array: new (of: ArrayLike<number> | ArrayBuffer) => ArrayLike<number> & { buffer: ArrayBuffer };
  }
).Float16Array;

test("every half-precision number reads as the platform's own", () => {
  const bits = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const theirs = new native(bits.buffer);
  for (let i = 0; i < 65_536; i++) expect(Object.is(fromFloat16(i), theirs[i])).toBe(true);
});

test("rounds single precision to nearest, ties to even, as the platform does", () => {
  const edges = [
    65504,
    65519.99,
    65520,
    1e9,
    2 ** -24,
    2 ** -25,
    2 ** -25 * 1.01,
    2 ** -14,
    2 ** -14 - 2 ** -25,
    0,
    -0,
    Infinity,
    -Infinity,
  ];
  const spread = Array.from({ length: 20_000 }, (_, i) => Math.fround(Math.sin(i * 12.9898) * 2 ** ((i % 48) - 30)));
  const values = Float32Array.from([...edges, ...edges.map((edge) => -edge), ...spread]);
  const theirs = new Uint16Array(new native(values).buffer);
  expect(Array.from(values, toFloat16)).toEqual(Array.from(theirs));
});

test("numbers that half precision holds survive the way to bytes and back", () => {
  const values = [0, 1, -2.5, 65504, 6.103515625e-5];
  expect([...decodeFloat16(encodeFloat16(values))]).toEqual(values);
});
