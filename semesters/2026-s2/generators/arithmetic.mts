/** What an expression gives, and its operations in the order in which they are done. */
export interface Computation {
  value: number;
  operators: string[];
  /** False when a step leaves the positive whole numbers or goes above 1000. */
  simple: boolean;
}

/** Computes an expression of whole numbers, `+ - * /` and parentheses, written with spaces between its tokens. */
export function compute(expression: string): Computation {
  const tokens = expression.replace(/[()]/g, " $& ").trim().split(/\s+/);
  const operators: string[] = [];
  let simple = true;
  let position = 0;
  const apply = (left: number, operator: string, right: number): number => {
    operators.push(operator);
    const value =
      operator === "+"
        ? left + right
        : operator === "-"
          ? left - right
          : operator === "*"
            ? left * right
            : left / right;
    if (!Number.isInteger(value) || value < 1 || value > 1000) simple = false;
    return value;
  };
  const operand = (): number => {
    const token = tokens[position++];
    if (token !== "(") return Number(token);
    const value = sum();
    position++;
    return value;
  };
  const chain = (operand: () => number, accepted: readonly string[]): number => {
    let left = operand();
    while (accepted.includes(tokens[position] ?? "")) {
      const operator = tokens[position++] as string;
      left = apply(left, operator, operand());
    }
    return left;
  };
  const sum = (): number => chain(() => chain(operand, ["*", "/"]), ["+", "-"]);
  const value = sum();
  if (position !== tokens.length || Number.isNaN(value)) throw new Error(`Not an expression: ${expression}`);
  return { value, operators, simple };
}
