import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** What a job or step that came before left behind, as far as conditions ask for it. */
export interface Standing {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

const statusFunctions = ["always", "success", "failure", "cancelled"];

/** Replaces every `${{ … }}` of a text as GitHub does, with GitHub's own expression language. */
export function filledIn(text: string, contexts: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\$\{\{([^]*?)\}\}/g, (_, expression: string) =>
    valueOf(expression, contexts, { failed: false, cancelled: false }).coerceString(),
  );
}

/** Whether an `if:` lets its job or step run; without a status function it also needs that nothing failed before. */
export function holds(
  condition: string | undefined,
  contexts: Readonly<Record<string, unknown>>,
  standing: Standing,
): boolean {
  const expression = (condition ?? "success()").replaceAll(/^\s*\$\{\{|\}\}\s*$/g, "");
  const asksStatus = statusFunctions.some((name) => expression.includes(`${name}(`));
  if (!asksStatus && (standing.failed || standing.cancelled)) return false;
  const value = valueOf(expression, contexts, standing);
  return value instanceof data.BooleanData ? value.value : value.coerceString() !== "";
}

function valueOf(
  expression: string,
  contexts: Readonly<Record<string, unknown>>,
  { failed, cancelled }: Standing,
): data.ExpressionData {
  const statuses: Readonly<Record<string, boolean>> = {
    always: true,
    success: !failed && !cancelled,
    failure: failed,
    cancelled,
  };
  const functions = new Map(
    statusFunctions.map((name) => {
      const call = () => new data.BooleanData(statuses[name]!);
      return [name, { name, minArgs: 0, maxArgs: 0, call }] as const;
    }),
  );
  const tree = new Parser(new Lexer(expression).lex().tokens, Object.keys(contexts), [...functions.values()]).parse();
  const context = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(tree, context, functions).evaluate();
}
