import type { Condition, Item } from "@locollm/core";
import { fewShotCondition } from "../conditions/conditions.ts";
import { pickExamples, pickValidationRows } from "../conditions/pick-examples.ts";
import type { EvaluationProgress } from "./collect-answers.ts";
import { evaluate, type EvaluateOptions } from "./evaluate.ts";

/** How many examples a prompt may show. */
export const exampleCounts = [0, 2, 4, 8] as const;
/** Training rows that each prompt is tried on. */
export const validationRowCount = 40;

export interface ChooseBestPromptOptions extends Omit<
  EvaluateOptions,
  "items" | "condition" | "trainingRows" | "onProgress"
> {
  readonly trainingRows: readonly Item[];
  readonly onProgress?: ((progress: EvaluationProgress, examples: number) => void) | undefined;
}

export interface BestPrompt {
  readonly condition: Condition;
  /** k of the chosen prompt. */
  readonly examples: number;
  /** Each prompt that was tried, with its right answers of `rows`. */
  readonly tried: readonly { readonly examples: number; readonly right: number; readonly rows: number }[];
}

/**
 * The base's best prompt: the number of examples, k ∈ {0, 2, 4, 8}, that is right most often on 40 training rows; of equals the
 * smaller. Evaluation items are never looked at, and no row is both example and question. Where there are too few training rows for
 * a k, it is not tried. Answers that the machinery failed to give (such as a prompt longer than the context) count as not right.
 */
export async function chooseBestPrompt(options: ChooseBestPromptOptions): Promise<BestPrompt> {
  const { manifest, trainingRows, onProgress } = options;
  const pool = pickExamples(trainingRows, Math.max(...exampleCounts));
  const validation = pickValidationRows(trainingRows, pool, validationRowCount);
  const subject = options.generator.identity.adapter === null ? "base" : "adapter";
  const tried: { examples: number; right: number; rows: number; condition: Condition }[] = [];
  for (const examples of exampleCounts.filter((k) => k <= pool.length)) {
    const ids = pool.slice(0, examples).map((row) => row.id);
    const condition = fewShotCondition(manifest, subject, ids);
    let right = 0;
    if (validation.length > 0) {
      const progress = onProgress && ((report: EvaluationProgress) => onProgress(report, examples));
      const { run } = await evaluate({ ...options, items: validation, condition, onProgress: progress });
      right = run.counts.right;
    }
    tried.push({ examples, right, rows: validation.length, condition });
  }
  const best = tried.reduce((leader, next) => (next.right > leader.right ? next : leader));
  return {
    condition: best.condition,
    examples: best.examples,
    tried: tried.map(({ examples, right, rows }) => ({ examples, right, rows })),
  };
}
