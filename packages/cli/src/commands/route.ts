import { route } from "@locollm/router";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { obtainRouter } from "../steps/obtain-router.ts";
import { openClass } from "../steps/open-class.ts";
import { routeWords } from "../steps/route-words.ts";
import { formatTable } from "../terminal/table.ts";

/** Shows where a question would go and what decided, without asking any model. */
export async function routeQuestion(invocation: Invocation, question: string): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const decided = route(await obtainRouter(invocation, workspace), question);
  const features = decided.features.slice(0, 8).map(({ feature, weight }) => [`  ${feature}`, weight.toFixed(2)]);
  return {
    data: { question, ...decided },
    text: [
      routeWords(decided),
      ...(features.length === 0 ? ["  no feature of the question is known"] : [formatTable(features, [1])]),
    ].join("\n"),
  };
}
