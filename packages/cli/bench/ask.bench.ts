/**
 * `loco ask` from the shell with everything cached: seconds to the first token on stdout, and peak memory, beside a bare
 * node-llama-cpp process that loads the same base and adapter and answers the same prompt, in turn. Targets: 2 s, 900 MB.
 * Run: pnpm bench ask [rounds]
 */
import path from "node:path";
import { assemblePrompt } from "@locollm/core";
import { openBase, stopLlama } from "@locollm/inference";
import { fetchBase, loadWeights, readWorkspace, resolveAdapter, resolveBase } from "@locollm/store";
import { coldProcess, loco, peakText, repository, secondsText, type ColdProcess } from "./cold-process.ts";

const question = "When is 3rd of March 2021 in ISO form?";
const rounds = Number(process.argv[2] ?? 5);
const workspace = await readWorkspace(repository);
const adapter = resolveAdapter(workspace, "iso-dates");
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const weights = await loadWeights(adapter, manifest.id);
const base = await openBase({ manifest, file });
const prompt = await base.promptText(
  assemblePrompt(adapter.manifest.prompt.system, [{ role: "user", content: question }]),
);
await base[Symbol.asyncDispose]();
await stopLlama();

const bare = path.join(repository, "packages/inference/bench/bare-answer.ts");
const subjects = [
  { name: "loco ask", args: [...loco, "ask", question] },
  { name: "bare node-llama-cpp", args: [bare, file.path, weights.path, prompt] },
].map((subject) => ({ ...subject, runs: [] as ColdProcess[] }));

for (const { args } of subjects) await coldProcess(args);
for (let round = 0; round < rounds; round++) {
  for (const { args, runs } of subjects) runs.push(await coldProcess(args));
}
for (const { name, runs } of subjects) {
  const first = runs.map(({ firstOutputSeconds }) => firstOutputSeconds ?? Number.NaN);
  console.log(
    `${name}: first token ${secondsText(first)}, done ${secondsText(runs.map(({ seconds }) => seconds))}, ` +
      `${peakText(runs.map(({ peakBytes }) => peakBytes))}; said ${JSON.stringify(runs[0]?.stdout.trim())}`,
  );
}
