import { fractionOfDecimal, negate, type Fraction } from "../tools/calculator/fraction.ts";

const digits = String.raw`(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?`;
const whole = new RegExp(String.raw`^([-+−]?)\s*(${digits}|\.\d+)$`, "u");
/** A sign counts only where no letter, digit or bracket stands before it: `5-3` ends in 3, `is -3` in -3. */
const within = new RegExp(String.raw`(?<![\p{L}\d]|\d[.,])((?<![\p{L}\d)\]])[-+−])?(${digits})`, "gu");

/** Longer ones are no answers, and slow to compare. */
const maxDigits = 400;

/** A text that is nothing but a number: sign, digits, commas between thousands, decimal point. Null otherwise. */
export function readNumber(text: string): Fraction | null {
  const found = text.length > maxDigits ? null : whole.exec(text.trim());
  return found === null ? null : signed(found[1] ?? "", found[2] ?? "");
}

/** The last number in a text (of its last 10,000 characters), null without one. */
export function lastNumber(text: string): Fraction | null {
  const found = [...text.slice(-10_000).matchAll(within)].at(-1);
  return found === undefined || found[0].length > maxDigits ? null : signed(found[1] ?? "", found[2] ?? "");
}

function signed(sign: string, number: string): Fraction {
  const value = fractionOfDecimal(number.replaceAll(",", ""));
  return sign === "-" || sign === "−" ? negate(value) : value;
}
