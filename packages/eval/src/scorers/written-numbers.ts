import {
  add,
  divide,
  fraction,
  fractionOfDecimal,
  multiply,
  negate,
  type Fraction,
} from "../tools/calculator/fraction.ts";

/** A number as it stands in a text. */
export interface WrittenNumber {
  readonly value: Fraction;
  /** The text up to it, a currency sign included, and after it; 60 characters of each. */
  readonly before: string;
  readonly after: string;
}

const digits = String.raw`(?:\d{1,3}(?:[,'’_\u00a0\u2009\u202f]\d{3})+(?![,'’_]?\d)|\d+)`;
const decimal = String.raw`(?:${digits}(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3}(?![\p{L}\d]))?`;
/** A sign counts only where no letter, digit or bracket stands before it: `5-3` ends in 3, `is -3` in -3. */
const written = new RegExp(
  String.raw`(?<![\p{L}\d]|\d[.,/])(?<sign>(?<![\p{L}\d)\]}])[-+−])?(?<currency>\p{Sc}\s?)?` +
    String.raw`(?:(?<whole>\d{1,9})\s+(?<part>\d{1,9})\/(?<parts>\d{1,9})(?![\d/])` +
    String.raw`|(?<top>${decimal})\/(?<bottom>${decimal})(?![\d/])|(?<plain>${decimal})(?!\.?\d|\/\d))`,
  "gu",
);

/** Longer ones are no answers, and slow to compare. */
const maxDigits = 400;

/**
 * The numbers in a text (of its last 10,000 characters), in order: digits with a decimal point; commas, apostrophes, underscores
 * and narrow or unbreakable blanks between thousands; powers of ten as in 1.5e3; fractions such as 3/4, 1 3/4 and LaTeX's `\frac{3}{4}`.
 * A decimal comma is not read.
 */
export function writtenNumbers(text: string): WrittenNumber[] {
  const plain = withoutLatex(text.slice(-10_000));
  return [...plain.matchAll(written)].flatMap((found): WrittenNumber[] => {
    const { sign = "", currency = "", ...parts } = found.groups ?? {};
    const size = found[0].length > maxDigits ? null : sizeOf(parts);
    if (size === null) return [];
    const end = found.index + found[0].length;
    const before = `${plain.slice(Math.max(0, found.index - 60), found.index)}${currency}`;
    const value = sign === "-" || sign === "−" ? negate(size) : size;
    return [{ value, before, after: plain.slice(end, end + 60) }];
  });
}

/** Null for a division by zero. */
function sizeOf({ whole, part, parts, top, bottom, plain }: Record<string, string | undefined>): Fraction | null {
  if (plain !== undefined) return decimalValue(plain);
  if (top !== undefined && bottom !== undefined) {
    const divisor = decimalValue(bottom);
    return divisor.numerator === 0n ? null : divide(decimalValue(top), divisor);
  }
  if (whole === undefined || part === undefined || parts === undefined || BigInt(parts) === 0n) return null;
  return add(fraction(BigInt(whole)), fraction(BigInt(part), BigInt(parts)));
}

function decimalValue(text: string): Fraction {
  const [mantissa = "", exponent = "0"] = text.replace(/[^\d.eE+-]/gu, "").split(/[eE]/);
  const size = 10n ** BigInt(Math.abs(Number(exponent)));
  const value = fractionOfDecimal(mantissa);
  return multiply(value, Number(exponent) < 0 ? fraction(1n, size) : fraction(size));
}

/** LaTeX's ways to write a number, as a person types it. */
function withoutLatex(text: string): string {
  if (!text.includes("\\") && !text.includes("{,}")) return text;
  return text
    .replace(/\\(?:text|textbf|mathrm|mathbf|operatorname)\s*\{([^{}]{0,100})\}/g, " $1")
    .replaceAll("{,}", ",")
    .replace(/\\[,;:! ]/g, "")
    .replace(/([-+−]?)\\[dt]?frac\s*(?:\{([^{}]{1,60})\}\s*\{([^{}]{1,60})\}|(\d)\s*(\d))/g, " $1$2$4/$3$5 ")
    .replace(/\\([%$])/g, "$1");
}
