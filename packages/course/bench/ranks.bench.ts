/**
 * What is lost of a training of whole weights when the nearest LoRA of each rank is taken from it: an adapter's first training rows by
 * llama-finetune, then its first questions to the trained weights and to the base with each LoRA, all in F32.
 * Run: pnpm bench ranks [adapter] [training rows] [ranks, with commas] [questions]
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { assemblePrompt, questionOf, targetOf } from "@locollm/core";
import { buildLlamaTools, openBase, stopLlama } from "@locollm/inference";
import { fetchBase, hashFile, readAdapterData, readWorkspace, resolveAdapter, resolveBase } from "@locollm/store";
import { nearestLora, planTraining, runFinetune } from "@locollm/trainer";

const [name = "iso-dates", rows = "240", ranks = "4,16", questions = "60"] = process.argv.slice(2);
const workspace = await readWorkspace(path.join(import.meta.dirname, "..", "..", ".."));
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const adapter = resolveAdapter(workspace, name);
const data = await readAdapterData(adapter);
const asked = data.eval.slice(0, Number(questions)).map(({ item }) => item);
const root = await mkdtemp(path.join(os.tmpdir(), "loco-bench-"));
try {
  const plan = planTraining({
    adapterId: adapter.id,
    manifest: adapter.manifest,
    items: data.train.slice(0, Number(rows)).map(({ item }) => item),
    base: { id: manifest.id, sha256: file.sha256, file: file.path, chatTemplate: manifest.chatTemplate },
    root,
  });
  await mkdir(plan.folder, { recursive: true });
  const tools = await buildLlamaTools(["llama-quantize", "llama-finetune"], { onLog: console.error });
  const trained = await runFinetune(plan, { tools });
  console.log(`${rows} rows: ${trained.steps} steps in ${trained.seconds.toFixed(0)} s`);
  console.log("| weights | of the change | right |\n|---|---|---|");
  console.log(`| whole | 100 % | ${await right(plan.base.template, trained.after)} |`);
  for (const rank of ranks.split(",").map(Number)) {
    const recipe = { ...plan.recipe, rank, alpha: 2 * rank };
    const { kept, merged } = await nearestLora({ ...plan, recipe }, trained);
    console.log(`| rank ${rank} | ${(100 * kept).toFixed(0)} % | ${await right(plan.base.template, merged)} |`);
  }
} finally {
  await rm(root, { recursive: true });
  await stopLlama();
}

/** Questions that are answered with exactly the expected text; llama-finetune drops a base's template. */
async function right(chatTemplate: string, model: string): Promise<string> {
  const opened = { path: model, sha256: await hashFile(model) };
  await using base = await openBase({ manifest: { ...manifest, chatTemplate }, file: opened });
  await using generator = base.generator({ width: 4 });
  const { system, maxTokens } = adapter.manifest.prompt;
  const requests = asked.map((item) => ({
    id: item.id,
    messages: assemblePrompt(system, questionOf(item)),
    sampling: { temperature: 0, topP: 1, seed: 0, maxTokens },
  }));
  const expected = new Map(asked.map((item) => [item.id, targetOf(item)]));
  let count = 0;
  for await (const result of generator.generate(requests))
    if ("text" in result && result.text.trim() === expected.get(result.id)) count++;
  return `${count} of ${asked.length}`;
}
