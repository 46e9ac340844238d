import { applyCalculator } from "./apply-calculator.ts";

export interface ToolCall {
  /** The text up to and with the call; what the model wrote after it is dropped, because it did not wait for the result. */
  readonly text: string;
  /** What is sent back to the model. */
  readonly result: string;
}

/**
 * The first call of the calculator in a text, with its result: a line that begins with `Calculate:` (asterisks, underscores, quotes
 * and back-quotes around it aside), before any `Answer:`. Null where there is none. Arithmetic that cannot be evaluated gives a
 * result that says so.
 */
export function calculatorCall(text: string): ToolCall | null {
  const call = /^[ \t]*[*_`"“]*calculate[*_]*:[*_ \t]*(\S[^\r\n]*)/imu.exec(text);
  if (call === null || /(?<![\p{L}\p{N}])answer[*_]*[ \t]*:/iu.test(text.slice(0, call.index))) return null;
  const expression = call[1]!.replace(/[`"”*_ \t]+$/u, "").slice(0, 500);
  const calculated = applyCalculator(expression);
  const result =
    "text" in calculated ? `${calculated.expression} = ${calculated.text}` : `No result: ${calculated.error}`;
  return { text: text.slice(0, call.index + call[0].length), result };
}
