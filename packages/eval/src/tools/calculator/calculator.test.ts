import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { applyCalculator } from "./apply-calculator.ts";
import { evaluateArithmetic } from "./evaluate-arithmetic.ts";
import { add, decimalText, divide, fraction, fractionOfNumber, multiply, negate, type Fraction } from "./fraction.ts";

interface Expression {
  readonly text: string;
  /** Null where it divides by zero. */
  readonly value: Fraction | null;
}

const operator = fc.constantFrom("+", "-", "*", "/", "×", "÷", "−");

/** Expressions built together with their value, each operation in its own parentheses or not needing them. */
const expressions = fc.letrec<{ expression: Expression; number: Expression; operation: Expression }>((tie) => ({
  expression: fc.oneof({ maxDepth: 4 }, tie("number"), tie("operation")),
  number: fc.tuple(fc.nat(9999), fc.nat(99)).map(([whole, part]) => ({
    text: part === 0 ? String(whole) : `${whole}.${String(part).padStart(2, "0")}`,
    value: fraction(BigInt(whole * 100 + part), 100n),
  })),
  operation: fc.tuple(tie("expression"), operator, tie("expression"), fc.boolean()).map(([a, sign, b, spaced]) => ({
    text: `(${a.text}${spaced ? " " : ""}${sign} ${b.text})`,
    value: a.value === null || b.value === null ? null : combined(a.value, sign, b.value),
  })),
})).expression;

function combined(a: Fraction, sign: string, b: Fraction): Fraction | null {
  if (sign === "+") return add(a, b);
  if (sign === "-" || sign === "−") return add(a, negate(b));
  if (sign === "*" || sign === "×") return multiply(a, b);
  return b.numerator === 0n ? null : divide(a, b);
}

test.prop([expressions])("agrees with exact rational arithmetic", ({ text, value }) => {
  fc.pre(text.length <= 200);
  const result = evaluateArithmetic(text);
  expect(result).toEqual(value === null ? { error: "The expression divides by zero.", kind: "arithmetic" } : { value });
});

test.prop([fc.array(fc.tuple(fc.constantFrom("+", "-", "*"), fc.integer({ min: 1, max: 50 })), { maxLength: 12 })])(
  "multiplies before it adds, from left to right",
  (terms) => {
    const text = `7${terms.map(([sign, number]) => ` ${sign} ${number}`).join("")}`;
    const summands = text.replaceAll("- ", "+ -").split(" + ");
    const expected = summands.reduce(
      (sum, summand) => sum + summand.split(" * ").reduce((a, b) => a * BigInt(b), 1n),
      0n,
    );
    expect(evaluateArithmetic(text)).toEqual({ value: fraction(expected) });
  },
);

test.prop([fc.string({ unit: "binary", maxLength: 300 })])("never throws, whatever it is given", (text) => {
  expect(applyCalculator(text)).toBeTypeOf("object");
});

test.prop([fc.stringMatching(/^[-+*/().,\d= ]{0,60}$/)])("never throws on what looks like arithmetic", (text) => {
  const result = applyCalculator(text);
  expect("error" in result ? result.error.endsWith(".") : result.text).toBeTruthy();
});

test.prop([fc.double({ noNaN: true, noDefaultInfinity: true })])(
  "a number's fraction is that number again",
  (number) => {
    const { numerator, denominator } = fractionOfNumber(number);
    const ratio = Number(numerator) / Number(denominator);
    fc.pre(Number.isFinite(ratio) && ratio !== 0);
    expect(Math.abs(ratio - number)).toBeLessThanOrEqual(Math.abs(number) * 1e-15);
  },
);

const shown = (output: string) => {
  const result = applyCalculator(output);
  return "error" in result ? result.error : `${result.expression} → ${result.text}`;
};

describe("the last line", () => {
  test("is evaluated, with or without label, back-quotes and a claimed result", () => {
    const outputs = [
      "there + more\n26 + 39",
      "Answer: 26 + 39",
      "26 + 39 = 66",
      "26 + 39 =\n\n",
      "`26 + 39`",
      "(1,200 - 200) × 3 ÷ 4",
      "1 / 3",
      "-(-5) − 7",
      "0.1 + 0.2",
      "65",
      "1.005\r\n2 * 3\r\n",
    ];
    expect(outputs.map(shown)).toMatchInlineSnapshot(`
      [
        "26 + 39 → 65",
        "26 + 39 → 65",
        "26 + 39 → 65",
        "26 + 39 → 65",
        "26 + 39 → 65",
        "(1,200 - 200) × 3 ÷ 4 → 750",
        "1 / 3 → 0.3333333333",
        "-(-5) − 7 → -2",
        "0.1 + 0.2 → 0.3",
        "65 → 65",
        "2 * 3 → 6",
      ]
    `);
  });

  test("is refused with a reason when it is no arithmetic, or has no value", () => {
    const outputs = [
      "",
      "The answer is 65.",
      "26 + 39\nThat is all.",
      "total = 26 + 39",
      "26 + 39 = 65 cars",
      "2 ** 999999999",
      "2 ^ 3",
      "50% * 3",
      "3 + (4",
      "3 4",
      "3 +",
      "1,20 + 3",
      "4 / (2 - 2)",
      "process.exit(1)",
      `${"9".repeat(201)}`,
      `${"(".repeat(60)}1${")".repeat(60)}`,
    ];
    expect(outputs.map(shown)).toMatchInlineSnapshot(`
      [
        "The output is empty.",
        "A number was expected, not “T”.",
        "A number was expected, not “T”.",
        "Something other than a number follows “=”.",
        "Something other than a number follows “=”.",
        "A number was expected, not “*”.",
        "An operator was expected, not “^”.",
        "An operator was expected, not “%”.",
        "A parenthesis is not closed.",
        "An operator was expected, not “4”.",
        "The expression ends too early.",
        "An operator was expected, not “,”.",
        "The expression divides by zero.",
        "A number was expected, not “p”.",
        "The expression is longer than 200 characters.",
        "Parentheses are nested more than 50 deep.",
      ]
    `);
  });
});

test("values are written for people", () => {
  const values = [
    fraction(-1n, 3n),
    fraction(5n, 2n),
    fraction(0n),
    fraction(1n, 10n ** 12n),
    fraction(-1n, 10n ** 12n),
    fraction(10n ** 20n),
  ];
  expect(values.map(decimalText)).toEqual(["-0.3333333333", "2.5", "0", "0", "0", "100000000000000000000"]);
});
