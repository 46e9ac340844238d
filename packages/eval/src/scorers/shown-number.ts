import { decimalText, type Fraction } from "../tools/calculator/fraction.ts";
import { kept } from "./scores.ts";

/** A number as a sample holds it: a JSON number where that is exact enough to read back, else the digits. */
export function extractedNumber(value: Fraction): number | string {
  const text = decimalText(value);
  const number = Number(text);
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : kept(text);
}

/** A number as a reason shows it: cut after 40 characters. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
