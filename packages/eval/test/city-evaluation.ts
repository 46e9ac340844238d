import type { Item } from "@locollm/core";
import { createScorer } from "../src/scorers/create-scorer.ts";
import { evaluate, type Evaluation } from "../src/runner/evaluate.ts";
import {
  adapterId,
  adapterIdentity,
  cityGenerator,
  items,
  manifest,
  trainingRows,
  withExamples,
  type Answers,
} from "./city-recordings.ts";
import { memoryCache } from "./memory-cache.ts";

/** Evaluates one side on the first items: the base under a number of examples, or the adapter. */
export function evaluateSide(
  answers: Answers,
  {
    side = "base",
    examples = 0,
    asked = items,
  }: { side?: "base" | "adapter"; examples?: number; asked?: readonly Item[] } = {},
): Promise<Evaluation> {
  const condition = { ...withExamples(examples), subject: side };
  return evaluate({
    adapterId,
    manifest,
    items: asked,
    trainingRows,
    condition,
    generator: cityGenerator(answers, side === "adapter" ? adapterIdentity : null),
    scorer: createScorer(manifest.score),
    cache: memoryCache(),
  });
}
