import type { Item, ScorerOptions } from "@locollm/core";
import { decimalText, fractionOfNumber, multiply, within, type Fraction } from "../tools/calculator/fraction.ts";
import { numberPlace } from "./number-place.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, failed, formatMiss, quote, right, wrong } from "./scores.ts";
import { extractedNumber, shortened } from "./shown-number.ts";
import { writtenNumbers, type WrittenNumber } from "./written-numbers.ts";

type NumericOptions = Extract<ScorerOptions, { scorer: "numeric" }>;

const places = { last: "", hash: " after ####", boxed: " in \\boxed{}", any: "" } as const;

/**
 * `numeric` with `read`: the same number, read out of a longer text.
 *
 * 1. Where: `last`, the whole output; `hash`, the line after the last `####`; `boxed`, the braces of the last `\boxed{}`; `any`,
 *    the first of boxed, hash and last that is there. The last number in that place counts.
 * 2. How: digits with a decimal point; commas, apostrophes or narrow blanks between thousands (1,234.5); powers of ten (1.5e3);
 *    fractions (3/4, 1 3/4, `\frac{3}{4}`). A currency sign or a unit beside it does not count.
 * 3. A percent sign does not count either, unless `percent` is `hundredths`: then 50 % is 0.5.
 * 4. With `units`, the last number with one of these units beside it counts, times the unit's factor: with { m: 1, km: 1000 },
 *    1.5 km is 1500. Case counts: mW is not MW.
 * 5. Right: it differs from the answer by `tolerance` at most. Both are compared as exact fractions. Otherwise wrong.
 * 6. No number in that place, or none with a unit, is a format miss; its content is right when the last number in the whole
 *    output is the answer, whatever its unit.
 */
export function numericInText(options: NumericOptions & { read: keyof typeof places }): Scorer {
  const allowed = fractionOfNumber(options.tolerance);
  const factors = Object.entries(options.units ?? {}).map(
    ([unit, factor]) => [unit, fractionOfNumber(factor)] as const,
  );
  const valueOf = (number: WrittenNumber): Fraction | null => {
    if (factors.length === 0)
      return options.percent === "hundredths" && isPercent(number)
        ? multiply(number.value, fractionOfNumber(0.01))
        : number.value;
    const unit = factors
      .filter(([name]) => stands(name, number))
      .reduce<(typeof factors)[number] | null>(
        (longest, one) => (one[0].length > (longest?.[0].length ?? 0) ? one : longest),
        null,
      );
    return unit === null ? null : multiply(number.value, unit[1]);
  };
  const valuesIn = (text: string) =>
    writtenNumbers(text)
      .map(valueOf)
      .filter((value) => value !== null);

  return (item, output) => {
    const answer = answerValue(item, valuesIn);
    if (answer === null) return failed(`The item's answer ${quote(JSON.stringify(item.answer))} is not a number.`);
    if (output.trim() === "") return emptyOutput;
    const place = numberPlace(output, options.read);
    const value = place === null ? undefined : valuesIn(place).at(-1);
    if (value !== undefined) {
      if (within(value, answer, allowed)) return right(extractedNumber(value));
      const reason = `Got ${shortened(decimalText(value))}, expected ${shortened(decimalText(answer))}.`;
      return wrong(reason, extractedNumber(value));
    }
    const wanted = `number${places[options.read]}${factors.length > 0 ? ` with ${factors.map(([unit]) => unit).join(" or ")}` : ""}`;
    const last = writtenNumbers(output).at(-1)?.value;
    if (last === undefined) return formatMiss("The output has no number.", false);
    return formatMiss(
      `There is no ${wanted}; the last number is ${shortened(decimalText(last))}.`,
      within(last, answer, allowed),
      extractedNumber(last),
    );
  };
}

function isPercent({ after }: WrittenNumber): boolean {
  return /^\s?(?:%|per ?cent(?!\p{L}))/u.test(after);
}

/** Whether a unit stands right after or before a number, a blank between them at most, and is no part of a longer word. */
function stands(unit: string, { before, after }: WrittenNumber): boolean {
  const behind = after.replace(/^\s/u, "");
  const ahead = before.replace(/\s$/u, "");
  const endsWord = !/[\p{L}\p{N}]$/u.test(unit) || !/^[\p{L}\p{N}]/u.test(behind.slice(unit.length));
  const startsWord = !/^[\p{L}\p{N}]/u.test(unit) || !/[\p{L}\p{N}]$/u.test(ahead.slice(0, -unit.length));
  return (behind.startsWith(unit) && endsWord) || (ahead.endsWith(unit) && startsWord);
}

/** A number as it is; a text as an output is read, or where it names no unit, as the number in it. */
function answerValue({ answer }: Item, valuesIn: (text: string) => Fraction[]): Fraction | null {
  if (typeof answer === "number") return fractionOfNumber(answer);
  if (typeof answer !== "string") return null;
  const plain = writtenNumbers(answer);
  const [only] = plain;
  return only === undefined || plain.length > 1 ? null : (valuesIn(answer)[0] ?? only.value);
}
