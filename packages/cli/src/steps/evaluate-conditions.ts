import type { Condition, Generator, Item } from "@locollm/core";
import { evaluate, type ConditionResult } from "@locollm/eval";
import { openRunFolder, type AdapterData, type AdapterFolder } from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { openDomain, runProgress } from "@locollm/course";

/** One cell of the table: a condition, who answers under it, and the name that people read. */
export interface PlannedCondition {
  /** Such as `base`, `adapter`, or a remote model's name. */
  readonly subject: string;
  readonly name: string;
  readonly condition: Condition;
  readonly generator: Generator;
  /** The environment variable that holds the key of the generator's endpoint. */
  readonly keyFrom?: string | undefined;
}

export interface EvaluateConditionsOptions {
  readonly root: string;
  readonly adapter: AdapterFolder;
  readonly data: AdapterData;
  readonly items: readonly Item[];
  readonly trainingRows: readonly Item[];
}

/** Asks the same items under each condition, and keeps every run. Only what the cache does not hold is computed. */
export async function evaluateConditions(
  { signal, talk }: Invocation,
  planned: readonly PlannedCondition[],
  { root, adapter, data, items, trainingRows }: EvaluateConditionsOptions,
): Promise<ConditionResult[]> {
  await using stack = new AsyncDisposableStack();
  const domain = { ...(await openDomain(stack, adapter, signal, data)), items, trainingRows };
  const folder = openRunFolder(root);
  const results: ConditionResult[] = [];
  for (const { subject, name, condition, generator, keyFrom } of planned) {
    const progress = runProgress(talk.progress(`  ${subject}, ${name}`));
    const evaluation = await evaluate({ ...domain, generator, condition, onProgress: progress.show });
    progress.finish(evaluation);
    const { run, samples, timings, tokens } = evaluation;
    await folder.write(keyFrom === undefined ? run : { ...run, keyFrom }, samples, timings, tokens);
    results.push({ subject, condition: name, evaluation });
  }
  return results;
}
