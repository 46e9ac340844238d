const one = new DataView(new ArrayBuffer(4));

/** The bits of the IEEE 754 half-precision number nearest to `value`, ties to even; too large becomes infinity. */
export function toFloat16(value: number): number {
  one.setFloat32(0, value);
  const bits = one.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  const half = exponent - 112;
  if (half >= 31) return sign | 0x7c00;
  if (half <= 0) {
    if (half < -10) return sign;
    return sign | roundShift(fraction | 0x800000, 14 - half);
  }
  // A fraction that rounds up past its ten bits carries into the exponent, which is what is wanted.
  return sign | ((half << 10) + roundShift(fraction, 13));
}

function roundShift(bits: number, shift: number): number {
  const kept = bits >>> shift;
  const rest = bits & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return kept + (rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0);
}

/** The number behind half-precision bits. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Little-endian half-precision bytes of numbers. */
export function encodeFloat16(values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setUint16(i * 2, toFloat16(values[i]!), true);
  return bytes;
}

/** The number behind every half-precision bits, made when first needed. */
let numbers: Float32Array | undefined;

/** Numbers of little-endian half-precision bytes. */
export function decodeFloat16(bytes: Uint8Array): Float32Array {
  numbers ??= Float32Array.from({ length: 65_536 }, (_, bits) => fromFloat16(bits));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = new Float32Array(bytes.byteLength >> 1);
  for (let i = 0; i < decoded.length; i++) decoded[i] = numbers[view.getUint16(i * 2, true)]!;
  return decoded;
}
