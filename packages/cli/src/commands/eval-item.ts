import {
  didYouMean,
  LocoError,
  visibleText,
  type BaseManifest,
  type Condition,
  type Generator,
  type Item,
  type JsonValue,
} from "@locollm/core";
import { evaluate, exampleCounts, fewShotCondition, pickExamples, plainCondition, requestsFor } from "@locollm/eval";
import { loadWeights, type AdapterFolder, type Workspace } from "@locollm/store";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { smallModelNotice } from "../small-model-notice.ts";
import { obtainBase } from "../steps/obtain-base.ts";
import { openDomain } from "../steps/open-domain.ts";
import { openSides } from "../steps/open-sides.ts";

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
  const item = findItem(adapter, domain.items, id);
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
  for (const { name, ...how } of asked) sides.push({ name, ...(await askItem(how)) });
  const notice = smallModelNotice(manifest);
  const head = [
    `${item.id}${item.difficulty === undefined ? "" : `, ${item.difficulty}`}, of ${adapter.id} on ${manifest.id}`,
    row("expected", typeof item.answer === "string" ? item.answer : JSON.stringify(item.answer)),
  ];
  return {
    data: { item: item as unknown as JsonValue, sides, notice },
    text: visibleText([...head, ...sides.flatMap((side) => ["", ...sideLines(side)]), "", notice].join("\n")),
  };

  async function askItem({ generator, condition }: { generator: Generator; condition: Condition }) {
    const [request] = requestsFor(adapter.manifest, condition, [item], trainingRows);
    const { samples, tokens } = await evaluate({
      ...domain,
      items: [item],
      condition,
      generator,
      cache: { get: () => new Map(), put: () => {} },
    });
    const { output, score, logProbabilities } = samples[0]!;
    const texts = tokens[0]?.tokens ?? [];
    return {
      messages: request!.messages.map((message) => ({ ...message })),
      output,
      score: { ...score } as JsonValue & { outcome: string; reason?: string },
      tokens: texts.map((text, i) => ({ text, logProbability: logProbabilities[i]! })),
    };
  }
}

function findItem(adapter: AdapterFolder, items: readonly Item[], id: string): Item {
  const found = items.find((item) => item.id === id);
  if (found !== undefined) return found;
  throw new LocoError({
    code: "unknown-item",
    message: `${adapter.id} has no evaluation row called ${visibleText(id)}.`,
    fix: didYouMean(
      id,
      items.map((item) => item.id),
    ),
    fields: { adapter: adapter.id, item: id },
    kind: "usage",
  });
}

interface Side {
  readonly name: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly output: string;
  readonly score: { readonly outcome: string; readonly reason?: string };
  readonly tokens: readonly { readonly text: string; readonly logProbability: number }[];
}

function sideLines({ name, messages, output, score, tokens }: Side): string[] {
  const percents = tokens.map(
    ({ text, logProbability }) => `${JSON.stringify(text)} ${Math.round(100 * Math.exp(logProbability))} %`,
  );
  return [
    `${name}: ${score.outcome}${score.reason === undefined ? "" : `, ${score.reason}`}`,
    ...messages.map(({ role, content }) => row(role, content)),
    row("answer", output),
    ...(percents.length === 0 ? [] : [row("tokens", percents.join("  "))]),
  ];
}

function row(label: string, text: string): string {
  return text
    .split("\n")
    .map((line, i) => `  ${(i === 0 ? label : "").padEnd(10)}${line}`)
    .join("\n");
}
