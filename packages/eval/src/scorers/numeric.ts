import { LocoError, type Item, type ScorerOptions } from "@locollm/core";
import { applyCalculator } from "../tools/calculator/apply-calculator.ts";
import { decimalText, fractionOfNumber, within, type Fraction } from "../tools/calculator/fraction.ts";
import { numericInText } from "./numeric-in-text.ts";
import { lastNumber, readNumber } from "./read-number.ts";
import type { Scorer } from "./scorer.ts";
import { emptyOutput, failed, formatMiss, quote, right, wrong } from "./scores.ts";
import { extractedNumber, shortened } from "./shown-number.ts";

type NumericOptions = Extract<ScorerOptions, { scorer: "numeric" }>;

/**
 * `numeric`: the same number.
 *
 * 1. The output must be one number and nothing else: a sign, digits, commas between thousands, a decimal point.
 *    Percents, units, currencies and powers of ten are not read.
 * 2. Right: it differs from the answer by `tolerance` at most. Both are compared as exact decimals. Otherwise wrong.
 * 3. Anything else is a format miss; its content is right when the last number in it is the answer.
 *
 * With the calculator, rule 1 reads: the last line must be arithmetic, and its value is the number. Arithmetic
 * without a value (division by zero) is wrong.
 *
 * With `read`, the number is read out of a longer text: numeric-in-text.ts.
 *
 * @throws LocoError `read-with-calculator`
 */
export function numeric(options: NumericOptions, calculator: boolean): Scorer {
  const { tolerance, read } = options;
  if (read !== undefined) {
    if (!calculator) return numericInText({ ...options, read });
    throw new LocoError({
      code: "read-with-calculator",
      message: "The calculator reads the last line of an answer, so score.read has no meaning beside it.",
      fix: "Remove score.read, or prompt.tools, from adapter.yaml.",
      kind: "usage",
    });
  }
  const allowed = fractionOfNumber(tolerance);
  return (item, output) => {
    const answer = answerNumber(item);
    if (answer === null) return failed(`The item's answer ${quote(JSON.stringify(item.answer))} is not a number.`);
    if (output.trim() === "") return emptyOutput;
    const compared = (value: Fraction, shown: string) =>
      within(value, answer, allowed)
        ? right(extractedNumber(value))
        : wrong(`Got ${shown}, expected ${decimalText(answer)}.`, extractedNumber(value));
    if (calculator) {
      const result = applyCalculator(output);
      if ("value" in result) {
        const { expression, value, text } = result;
        return compared(value, expression === text ? text : `${quote(expression)} = ${shortened(text)}`);
      }
      if (result.kind === "arithmetic") return wrong(result.error);
    } else {
      const value = readNumber(output);
      if (value !== null) return compared(value, shortened(decimalText(value)));
    }
    const last = lastNumber(output);
    const wanted = calculator ? "The last line is not arithmetic" : "The output is not a number alone";
    if (last === null) return formatMiss(`${wanted}, and there is no number in it.`, false);
    return formatMiss(
      `${wanted}; the last number in it is ${shortened(decimalText(last))}.`,
      within(last, answer, allowed),
      extractedNumber(last),
    );
  };
}

function answerNumber({ answer }: Item): Fraction | null {
  if (typeof answer === "number") return fractionOfNumber(answer);
  if (typeof answer !== "string" || answer.trim() === "") return null;
  return readNumber(answer) ?? (Number.isFinite(Number(answer)) ? fractionOfNumber(Number(answer)) : null);
}
