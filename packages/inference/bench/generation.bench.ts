/**
 * Answers to an adapter's evaluation questions a second, as `loco eval` asks them with an empty cache, beside what
 * llama-batched-bench allows for the same token counts, in turn. Run: pnpm bench generation [adapter] [rounds] [threads]
 *
 * The same counts: our engine reads once what all prompts share, then each prompt's own tokens behind it, and decodes
 * an answer's tokens but the first, which comes with the prompt's last logits. The peer is timed on as many tokens at the
 * same positions, in its best shape: all prompts of a batch read together, all answers equally long, nothing sampled,
 * nothing detokenised. Both compute with the same kernels; src/llama-tools says how, and makes the peer apply the adapter.
 *
 * Two more figures bound that one: the peer reads whole prompts, since it cannot share what they have in common; or it
 * reads their own tokens as if nothing were before them, and is spared to attend to the rest.
 */
import { availableParallelism } from "node:os";
import path from "node:path";
import { assemblePrompt, questionOf, type GenerateRequest, type Generator } from "@locollm/core";
import { fetchBase, loadWeights, readAdapterData, readWorkspace, resolveAdapter, resolveBase } from "@locollm/store";
import { openBase } from "../src/open-base.ts";
import { stopLlama } from "../src/start-llama.ts";
import { batchedBench } from "./batched-bench.ts";
import { peerTools } from "./peer-tools.ts";

const width = 16;
const [name = "iso-dates", rounds = "3", threadCount = String(availableParallelism())] = process.argv.slice(2);
const threads = Number(threadCount);
const workspace = await readWorkspace(path.join(import.meta.dirname, "../../.."));
const adapter = resolveAdapter(workspace, name);
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const weights = await loadWeights(adapter, manifest.id);
const tools = await peerTools(["llama-batched-bench"]);
const { prompt } = adapter.manifest;
const requests = (await readAdapterData(adapter)).eval.map(({ item }): GenerateRequest => ({
  id: item.id,
  messages: assemblePrompt(prompt.system, questionOf(item)),
  sampling: { temperature: 0, topP: 1, seed: 0, maxTokens: prompt.maxTokens },
}));

const base = await openBase({ manifest, file, threads });
const sides = [
  { name: "base", lora: undefined, generator: base.generator({ width }) },
  {
    name: "adapter",
    lora: weights.path,
    generator: base.generator({ width, adapter: { id: adapter.id, ...weights } }),
  },
].map((side) => ({
  ...side,
  tokens: { prompt: 0, read: 0, decoded: 0 },
  ours: [] as number[],
  same: [] as number[],
  whole: [] as number[],
  own: [] as number[],
}));

for (const { generator } of sides) await answer(generator, requests.slice(0, width));
for (let round = 0; round < Number(rounds); round++) {
  for (const side of sides) {
    const { rate, tokens } = await answer(side.generator, requests);
    side.tokens = tokens;
    side.ours.push(rate);
    if (tools === undefined) continue;
    const program = tools["llama-batched-bench"];
    const { prompt: all, read, decoded } = tokens;
    const peer = { program, base: file.path, lora: side.lora, width, threads };
    side.same.push(await batchedBench(peer, { shared: all - read, read, decoded }));
    side.whole.push(await batchedBench(peer, { shared: 0, read: all, decoded }));
    side.own.push(await batchedBench(peer, { shared: 0, read, decoded }));
  }
}
await base[Symbol.asyncDispose]();
await stopLlama();

console.log(
  `${adapter.id} on ${manifest.id}: ${requests.length} items, ${width} in flight, ${threads} threads, ${rounds} rounds`,
);
for (const { name, tokens, ours, same, whole, own } of sides) {
  const { prompt: all, read, decoded } = tokens;
  console.log(
    `  ${name}: ${all.toFixed(1)} tokens of prompt an item, ${read.toFixed(1)} of them its own, ${decoded.toFixed(1)} decoded; ${median(ours).toFixed(2)} items/s`,
  );
  if (same.length === 0) continue;
  console.log(`    llama-batched-bench, the same tokens at the same positions: ${beside(ours, same)}`);
  console.log(`    llama-batched-bench, whole prompts: ${beside(ours, whole)}`);
  console.log(`    llama-batched-bench, their own tokens with nothing before them: ${beside(ours, own)}`);
}
if (sides.every(({ same }) => same.length > 0)) {
  // A paired evaluation asks both the same items.
  const both = (rates: (side: (typeof sides)[number]) => readonly number[]) =>
    sides[0]!.ours.map((_, round) => 1 / sides.reduce((seconds, side) => seconds + 1 / rates(side)[round]!, 0));
  console.log(`  both: ${median(both(({ ours }) => ours)).toFixed(2)} items/s`);
  console.log(
    `    llama-batched-bench, the same tokens at the same positions: ${beside(
      both(({ ours }) => ours),
      both(({ same }) => same),
    )}`,
  );
}

function beside(ours: readonly number[], peer: readonly number[]): string {
  const ratios = ours.map((rate, round) => rate / peer[round]!);
  const [least, most] = [Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(2)];
  return `${median(peer).toFixed(2)} items/s, ratio ${median(ratios).toFixed(2)} (${least}–${most})`;
}

async function answer(generator: Generator, asked: readonly GenerateRequest[]) {
  const started = performance.now();
  let [items, all, read, decoded] = [0, 0, 0, 0];
  for await (const result of generator.generate(asked)) {
    if ("error" in result) continue;
    items += 1;
    all += result.timing.promptTokens;
    read += result.timing.promptTokens - result.timing.cachedPromptTokens;
    decoded += result.timing.generatedTokens - 1;
  }
  const tokens = { prompt: all / items, read: read / items, decoded: decoded / items };
  return { rate: items / ((performance.now() - started) / 1000), tokens };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN) +
      (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)) /
    2
  );
}
