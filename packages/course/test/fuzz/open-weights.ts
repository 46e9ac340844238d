/**
 * Mutates the sample adapters until so many mutants pass the strict reader, and opens each of them in llama.cpp, which answers one token
 * with it. Names each before it opens it, and prints at the end which were refused. Run:
 * node --conditions=@locollm/source test/fuzz/open-weights.ts --count 500
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { LocoError } from "@locollm/core";
import { openBase, stopLlama } from "@locollm/inference";
import { fetchBase, hashFile, readAdapterGguf, readGguf, readWorkspace, resolveBase } from "@locollm/store";
import { drawFrom } from "../draw.ts";
import { mutateWeights } from "./mutate-weights.ts";
import type { Crash } from "./run-fuzz.ts";
import { sampleAdapters } from "./sample-adapters.ts";
import { startWatchdog } from "./watchdog.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { count: text, seed: text, only: text } });
const [seed, wanted] = [Number(values.seed ?? 1), values.only === undefined ? Number(values.count ?? 20) : 1];
const workspace = await readWorkspace(path.join(import.meta.dirname, "../../../.."));
const manifest = resolveBase(workspace);
const file = await fetchBase(manifest);
const against = { id: manifest.id, sha256: file.sha256, gguf: readGguf(file.path) };
const samples = sampleAdapters();

const folder = await mkdtemp(path.join(os.tmpdir(), "loco-open-"));
const base = await openBase({ manifest, file, contextBytes: 1e8 });
const watchdog = startWatchdog(120);
const [refused, crashes]: [Crash[], Crash[]] = [[], []];
let [opened, tried, slowest] = [0, 0, 0];
try {
  while (opened + refused.length < wanted) {
    const own = values.only === undefined ? seed * 1_000_003 + tried : Number(values.only);
    tried += 1;
    watchdog.begin(own);
    const mutant = path.join(folder, `${own}.gguf`);
    await writeFile(mutant, mutateWeights(samples, drawFrom(own)));
    try {
      readAdapterGguf(mutant, against);
    } catch (error) {
      await rm(mutant);
      if (!(error instanceof LocoError)) crashes.push({ seed: own, error: String(error) });
      if (values.only !== undefined) break;
      continue;
    }
    // Where llama.cpp ends the process, this is the last that is heard.
    console.log(JSON.stringify({ opening: own }));
    const started = performance.now();
    try {
      const adapter = { id: "2026-s2/mutant", path: mutant, sha256: await hashFile(mutant) };
      const sampling = { temperature: 0, topP: 1, seed: 0, maxTokens: 1 };
      const request = { id: "1", messages: [{ role: "user" as const, content: "Hello" }], sampling };
      for await (const result of base.generator({ adapter, width: 1 }).generate([request]))
        if ("error" in result) throw new Error(result.error.message);
      opened += 1;
    } catch (error) {
      refused.push({ seed: own, error: error instanceof Error ? error.message : String(error) });
    }
    slowest = Math.max(slowest, performance.now() - started);
    await rm(mutant);
  }
} finally {
  watchdog.stop();
  await base[Symbol.asyncDispose]();
  await stopLlama();
  await rm(folder, { recursive: true, force: true });
}
const slowestMilliseconds = Math.ceil(slowest);
console.log(JSON.stringify({ seed, tried, opened, refused, crashes, slowestMilliseconds, done: true }));
