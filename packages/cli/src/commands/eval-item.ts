import type { BaseManifest, JsonValue } from "@locollm/core";
import { exampleCounts, fewShotCondition, pickExamples, plainCondition } from "@locollm/eval";
import { loadWeights, type AdapterFolder, type Workspace } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { obtainBase, openDomain, openSides, smallModelNotice } from "@locollm/course";
import { askItemAgain, findItem } from "../steps/ask-item-again.ts";
import { itemAnswersText } from "../terminal/item-answers.ts";

export interface EvaluatedItem {
  readonly workspace: Workspace;
  readonly adapter: AdapterFolder;
  readonly manifest: BaseManifest;
  readonly id: string;
}

/** Asks one item again, as its evaluation did, without the cache: prompt, output, score and token probabilities of each side. */
export async function evaluateItem(
  invocation: Invocation,
  { workspace, adapter, manifest, id }: EvaluatedItem,
): Promise<CommandResult> {
  await using stack = new AsyncDisposableStack();
  const domain = await openDomain(stack, adapter, invocation.signal);
  const { trainingRows } = domain;
  const item = findItem(adapter.id, domain.items, id);
  const { path, sha256 } = await loadWeights(adapter, manifest.id, { signal: invocation.signal });
  const file = await obtainBase(invocation, workspace.root, manifest);
  const generators = await openSides(stack, manifest, file, { id: adapter.id, path, sha256 });
  const examples = adapter.results.get(manifest.id)?.baseBest.examples ?? 0;
  const pool = pickExamples(trainingRows, Math.max(...exampleCounts))
    .slice(0, examples)
    .map((row) => row.id);
  const asked = [
    { name: "adapter", generator: generators.adapter, condition: plainCondition(adapter.manifest, "adapter") },
    { name: "base, plain", generator: generators.base, condition: plainCondition(adapter.manifest, "base") },
    ...(examples === 0
      ? []
      : [
          {
            name: `base, ${examples} examples`,
            generator: generators.base,
            condition: fewShotCondition(adapter.manifest, "base", pool),
          },
        ]),
  ];
  const sides = [];
  for (const how of asked) sides.push(await askItemAgain(domain, item, how));
  const notice = smallModelNotice(manifest);
  return {
    data: { item, sides, notice } as unknown as JsonValue,
    text: itemAnswersText(item, sides, { of: `${adapter.id} on ${manifest.id}`, notice }),
  };
}
