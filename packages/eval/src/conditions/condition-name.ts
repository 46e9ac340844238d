import type { Condition, Scaffold } from "@locollm/core";
import { exampleIds } from "./frame-question.ts";

/** The name by which a condition is asked for again, as `namedCondition` reads it: `few-shot:4`, `vote:5/chain-of-thought`, `calculator:3`. */
export function conditionName({ scaffold }: Pick<Condition, "scaffold">): string {
  return scaffoldName(scaffold);
}

function scaffoldName(scaffold: Scaffold): string {
  if (scaffold.kind === "tool-loop") return `${scaffold.tool}:${scaffold.rounds}`;
  if (scaffold.kind !== "vote") {
    const examples = exampleIds(scaffold).length;
    return examples === 0 ? scaffold.kind : `${scaffold.kind}:${examples}`;
  }
  const of = scaffoldName(scaffold.of);
  return `vote:${scaffold.samples}${of === "plain" ? "" : `/${of}`}`;
}
