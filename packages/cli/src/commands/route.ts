import { route } from "@locollm/router";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { obtainRouter } from "@locollm/course";
import { openClass } from "../steps/open-class.ts";
import { routeWords } from "../steps/route-words.ts";
import { formatTable } from "../terminal/table.ts";

/** Shows where a question would go and what decided, without asking any model. */
export async function routeQuestion(invocation: Invocation, question: string): Promise<CommandResult> {
  const workspace = await openClass(invocation);
  const router = await obtainRouter(invocation, workspace);
  const decided = route(router, question);
  const features = decided.features.map(({ feature, weight }) => [`  ${feature}`, weight.toFixed(2)]);
  return {
    data: { question, ...decided },
    text: [
      routeWords(decided),
      `An adapter needs a probability of ${router.threshold.toFixed(2)}; else the base answers.`,
      ...(features.length === 0
        ? ["Nothing in the question speaks for it."]
        : [
            "What speaks for it (each adds to the logarithm of its odds against the next one):",
            formatTable(features, [1]),
          ]),
    ].join("\n"),
  };
}
