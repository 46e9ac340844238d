import type { AdapterManifest, Condition, Sampling } from "@locollm/core";
import { exampleIds } from "./frame-question.ts";

/** The question alone, as the manifest asks it. Greedy, so that the answer depends on nothing but the weights. */
export function plainCondition(manifest: AdapterManifest, subject: Condition["subject"]): Condition {
  return { subject, scaffold: { kind: "plain" }, tools: [...manifest.prompt.tools], sampling: greedy(manifest) };
}

/** The question after so many worked examples, given by the ids of training rows; plain where there are none. */
export function fewShotCondition(
  manifest: AdapterManifest,
  subject: Condition["subject"],
  examples: readonly string[],
): Condition {
  const plain = plainCondition(manifest, subject);
  return examples.length === 0 ? plain : { ...plain, scaffold: { kind: "few-shot", examples: [...examples] } };
}

/** The number of examples, k, that a condition shows. */
export function exampleCount(condition: Condition): number {
  return exampleIds(condition.scaffold).length;
}

function greedy(manifest: AdapterManifest): Sampling {
  return { temperature: 0, topP: 1, seed: 0, maxTokens: manifest.prompt.maxTokens };
}
