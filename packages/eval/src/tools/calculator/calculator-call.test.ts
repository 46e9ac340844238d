import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { calculatorCall } from "./calculator-call.ts";

test.each([
  ["Calculate: 3 * (4 + 5)", "Calculate: 3 * (4 + 5)", "3 * (4 + 5) = 27"],
  ["First.\n**Calculate:** `1/4`\nThat is 0.3.\nAnswer: 0.3", "First.\n**Calculate:** `1/4`", "1/4 = 0.25"],
  ["calculate: 12 * 3 = 35", "calculate: 12 * 3 = 35", "12 * 3 = 36"],
  ["Calculate: 1 / 0", "Calculate: 1 / 0", "No result: The expression divides by zero."],
])("%j", (text, kept, result) => {
  expect(calculatorCall(text)).toEqual({ text: kept, result });
});

test("what is no arithmetic gets an answer that says so", () => {
  expect(calculatorCall("Calculate: apples")?.result).toMatchInlineSnapshot(
    `"No result: A number was expected, not “a”."`,
  );
});

test.each(["Answer: 7\nCalculate: 1 + 1", "I calculate: 1 + 1", "Calculate:"])("no call is in %j", (text) => {
  expect(calculatorCall(text)).toBeNull();
});

property.prop([fc.string({ unit: "binary" })])("no text breaks it", (text) => {
  const whole = `Calculate: ${text}`;
  expect(whole.startsWith(calculatorCall(whole)?.text ?? "")).toBe(true);
});
