import { decodeFloat16 } from "./float16.ts";

/** The square of every half-precision value, by its 16 bits; infinity and NaN square to themselves. */
let halfSquares: Float64Array | undefined;

/** What a tensor's values amount to. */
export interface ValueSums {
  /** Not finite where one of the values is not. */
  readonly squares: number;
  /** Values in single precision so small that a processor takes many times as long over each; half precision has none. */
  readonly subnormal: number;
}

const smallestNormal = 2 ** -126;

/** Sums over a tensor's values, in half or single precision. */
export function sumValues(bytes: Uint8Array<ArrayBuffer>, half: boolean): ValueSums {
  let squares = 0;
  if (half) {
    halfSquares ??= squaresOfHalves();
    const values = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
    for (let i = 0; i < values.length; i++) squares += halfSquares[values[i]!]!;
    return { squares, subnormal: 0 };
  }
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let subnormal = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    squares += value * value;
    if (value < smallestNormal && value > -smallestNormal && value !== 0) subnormal += 1;
  }
  return { squares, subnormal };
}

function squaresOfHalves(): Float64Array {
  const all = decodeFloat16(new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, bits) => bits).buffer));
  return Float64Array.from(all, (value) => value * value);
}
