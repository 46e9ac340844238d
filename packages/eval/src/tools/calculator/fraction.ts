/** An exact rational number in lowest terms; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** @throws RangeError when the denominator is 0. */
export function fraction(numerator: bigint, denominator = 1n): Fraction {
  if (denominator === 0n) throw new RangeError("division by zero");
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator < 0n ? -numerator : numerator, sign * denominator);
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
}

/** The value of digits with at most one decimal point, such as `12.50`. */
export function fractionOfDecimal(decimal: string): Fraction {
  const [whole = "", part = ""] = decimal.split(".");
  return fraction(BigInt(`${whole}${part}`), 10n ** BigInt(part.length));
}

/** The shortest decimal that stands for this finite number, as a fraction: 0.1 is one tenth. */
export function fractionOfNumber(value: number): Fraction {
  const [mantissa = "", exponent = "0"] = String(Math.abs(value)).split("e");
  const size = BigInt(Math.abs(Number(exponent)));
  const scaled = Number(exponent) < 0 ? fraction(1n, 10n ** size) : fraction(10n ** size);
  const magnitude = multiply(fractionOfDecimal(mantissa), scaled);
  return value < 0 ? negate(magnitude) : magnitude;
}

export function negate(a: Fraction): Fraction {
  return { numerator: -a.numerator, denominator: a.denominator };
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @throws RangeError when `b` is 0. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** Whether two numbers differ by `tolerance` at most, compared exactly. */
export function within(a: Fraction, b: Fraction, tolerance: Fraction): boolean {
  const { numerator, denominator } = add(a, negate(b));
  return (numerator < 0n ? -numerator : numerator) * tolerance.denominator <= tolerance.numerator * denominator;
}

/** The number as people write it: exact where at most ten decimals suffice, else rounded half up in size to ten. */
export function decimalText({ numerator, denominator }: Fraction): string {
  const scale = 10n ** 10n;
  const size = numerator < 0n ? -numerator : numerator;
  const scaled = (2n * size * scale + denominator) / (2n * denominator);
  const part = String(scaled % scale)
    .padStart(10, "0")
    .replace(/0+$/, "");
  const sign = numerator < 0n && scaled > 0n ? "-" : "";
  return `${sign}${scaled / scale}${part === "" ? "" : `.${part}`}`;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
