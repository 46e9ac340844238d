import { decodeFloat16 } from "./float16.ts";

/** The square of every half-precision value, by its 16 bits; infinity and NaN square to themselves. */
let halfSquares: Float64Array | undefined;

/** The sum of the squares of a tensor's values; not finite where one of the values is not. */
export function sumOfSquares(bytes: Uint8Array<ArrayBuffer>, half: boolean): number {
  let sum = 0;
  if (half) {
    halfSquares ??= squaresOfHalves();
    const values = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    for (let i = 0; i < values.length; i++) sum += halfSquares[values[i]!]!;
    return sum;
  }
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}

function squaresOfHalves(): Float64Array {
  const all = decodeFloat16(new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, bits) => bits).buffer));
  return Float64Array.from(all, (value) => value * value);
}
