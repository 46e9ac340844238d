import { add, divide, fractionOfDecimal, multiply, negate, type Fraction } from "./fraction.ts";

export type ArithmeticResult =
  | { readonly value: Fraction }
  | { readonly error: string; readonly kind: "syntax" | "arithmetic" };

const maxLength = 200;
const maxDepth = 50;

/**
 * Evaluates plain arithmetic exactly, as fractions: `+ - * /` (also `× · ÷ − ∙ ∗`), parentheses, signs, decimals,
 * and commas between thousands (`1,200`). No powers, percents, names or functions; at most 200 characters, which
 * also bounds the size of every value, and 50 levels. Division by zero is an error of kind `arithmetic`.
 *
 * A recursive-descent parser over
 * `sum = product {(+|-) product}`, `product = signed {(*|/) signed}`, `signed = {+|-} (number | "(" sum ")")`.
 */
export function evaluateArithmetic(expression: string): ArithmeticResult {
  if (expression.length > maxLength) return syntax(`The expression is longer than ${maxLength} characters.`);
  const tokens = expression.match(/(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?|\.\d+|\S/gu) ?? [];
  let at = 0;
  const next = () => operators[tokens[at] ?? ""] ?? tokens[at] ?? "";

  const sum = (depth: number): Fraction => {
    let value = product(depth);
    for (let sign = next(); sign === "+" || sign === "-"; sign = next()) {
      at += 1;
      const term = product(depth);
      value = add(value, sign === "+" ? term : negate(term));
    }
    return value;
  };
  const product = (depth: number): Fraction => {
    let value = signed(depth);
    for (let sign = next(); sign === "*" || sign === "/"; sign = next()) {
      at += 1;
      const factor = signed(depth);
      if (sign === "/" && factor.numerator === 0n) throw new DivisionByZero();
      value = sign === "*" ? multiply(value, factor) : divide(value, factor);
    }
    return value;
  };
  const signed = (depth: number): Fraction => {
    let negative = false;
    for (let sign = next(); sign === "+" || sign === "-"; sign = next()) {
      at += 1;
      negative = sign === "-" ? !negative : negative;
    }
    const value = operand(depth);
    return negative ? negate(value) : value;
  };
  const operand = (depth: number): Fraction => {
    const token = next();
    if (token === "") throw new SyntaxProblem("The expression ends too early.");
    at += 1;
    if (/^[.\d]/.test(token) && token !== ".") return fractionOfDecimal(token.replaceAll(",", ""));
    if (token !== "(") throw new SyntaxProblem(`A number was expected, not “${token}”.`);
    if (depth >= maxDepth) throw new SyntaxProblem(`Parentheses are nested more than ${maxDepth} deep.`);
    const value = sum(depth + 1);
    if (next() !== ")") throw new SyntaxProblem("A parenthesis is not closed.");
    at += 1;
    return value;
  };

  try {
    const value = sum(0);
    return at < tokens.length ? syntax(`An operator was expected, not “${tokens[at]}”.`) : { value };
  } catch (error) {
    if (error instanceof SyntaxProblem) return syntax(error.message);
    if (error instanceof DivisionByZero) return { error: "The expression divides by zero.", kind: "arithmetic" };
    throw error;
  }
}

const operators: Readonly<Record<string, string>> = { "×": "*", "·": "*", "∙": "*", "∗": "*", "÷": "/", "−": "-" };

class SyntaxProblem extends Error {}
class DivisionByZero extends Error {}

function syntax(error: string): ArithmeticResult {
  return { error, kind: "syntax" };
}
