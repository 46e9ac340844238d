import { evaluateArithmetic } from "./evaluate-arithmetic.ts";
import { decimalText, type Fraction } from "./fraction.ts";

export interface Calculation {
  /** The arithmetic that was evaluated, as the model wrote it. */
  readonly expression: string;
  readonly value: Fraction;
  /** The value for people: exact where at most ten decimals suffice, else rounded. */
  readonly text: string;
}

export interface CalculationFailure {
  readonly error: string;
  /** `syntax`: the last line is no arithmetic; `arithmetic`: it is, and has no value (division by zero). */
  readonly kind: "syntax" | "arithmetic";
}

/**
 * The calculator tool: the value of the arithmetic on the output's last line that is not empty. A label before it
 * (`Answer:`) is skipped, and so is `=` after it with nothing or one number behind: what the model believes the
 * result to be does not count. Back-quotes around the expression are skipped too. Nothing is put into the model's text.
 */
export function applyCalculator(output: string): Calculation | CalculationFailure {
  const line = lastLine(output);
  if (line === "") return { error: "The output is empty.", kind: "syntax" };
  const unlabelled = line
    .replace(/^\p{L}[\p{L} ]{0,40}:\s*/u, "")
    .replace(/^`+|`+$/g, "")
    .trim();
  const equals = unlabelled.indexOf("=");
  const expression = (equals < 0 ? unlabelled : unlabelled.slice(0, equals)).trim();
  const claimed = equals < 0 ? "" : unlabelled.slice(equals + 1).trim();
  if (claimed !== "" && !/^[-+−]?[\d.,]+$/u.test(claimed)) {
    return { error: "Something other than a number follows “=”.", kind: "syntax" };
  }
  const result = evaluateArithmetic(expression);
  return "value" in result ? { expression, value: result.value, text: decimalText(result.value) } : result;
}

/** The last 10,000 characters are looked at, so that an endless output costs nothing. */
function lastLine(output: string): string {
  return (
    output
      .slice(-10_000)
      .trimEnd()
      .split(/\r\n|\r|\n/)
      .at(-1)
      ?.trim() ?? ""
  );
}
