/**
 * How fast the strict reader reads sound adapters, every value of them, and in how much memory; beside it what places weights before
 * they are read (sha256 and a copy), and other readers of GGUF on the same file. Other readers look at the header alone, so gguf for
 * Python is also timed where it looks at every value.
 * Run: pnpm bench reader [--python <one that has gguf>] [adapter.gguf …]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { ggufAllShards } from "@huggingface/gguf";
import { readAdapterGguf } from "../src/gguf/read-adapter-gguf.ts";
import { readGguf } from "../src/gguf/read-gguf.ts";
import { hashFile } from "../src/hash-file.ts";
import { placeWeights } from "../src/place-weights.ts";
import { baseFor, syntheticAdapter } from "./synthetic-adapter.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: "string" }, only: { type: "string" } },
});
const folder = mkdtempSync(path.join(os.tmpdir(), "loco-reader-"));
try {
  if (values.only === undefined) await compare();
  else await memoryOf(values.only);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  const made = (["F16", "F32"] as const).map(async (type) => {
    const file = path.join(folder, `${type}.gguf`);
    await syntheticAdapter(file, type);
    return file;
  });
  for (const file of [...positionals, ...(await Promise.all(made))]) {
    const bytes = statSync(file).size;
    const base = await baseFor(file, path.join(folder, "base.gguf"));
    const speed = (seconds: number) => `${Math.round(bytes / 1e6 / seconds).toLocaleString("en")} MB/s`;
    console.log(`${path.basename(file)}, ${(bytes / 1e6).toFixed(1)} MB, ${readGguf(file).tensors.length} tensors`);
    console.log(`  header and every value: ${speed(await fastest(() => readAdapterGguf(file, base)))}`);
    console.log(
      `  the same and its sha256: ${speed(await fastest(async () => (await hashFile(file), readAdapterGguf(file, base))))}`,
    );
    const home = path.join(folder, "home");
    const placed = async () => {
      rmSync(home, { recursive: true, force: true });
      readAdapterGguf((await placeWeights(file, home)).path, base);
    };
    console.log(`  as the gate does (hashed, copied, read): ${speed(await fastest(placed))}`);
    console.log(`  memory that reading takes: ${memory(file)}`);
    const theirs = await fastest(() => ggufAllShards(file, { allowLocalFile: true } as never));
    console.log(`  @huggingface/gguf, header alone: ${(1000 * theirs).toFixed(1)} ms`);
    console.log(`  ours, header alone: ${(1000 * (await fastest(() => readGguf(file)))).toFixed(1)} ms`);
    if (values.python === undefined) continue;
    for (const [what, seconds] of Object.entries(pythonSeconds(values.python, file)))
      console.log(`  gguf for Python, ${what}: ${(1000 * seconds).toFixed(1)} ms, ${speed(seconds)}`);
  }
}

/** Seconds of the fastest of several runs, after one that warms up. */
async function fastest(run: () => unknown): Promise<number> {
  await run();
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    await run();
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  return best;
}

/** Peak resident memory that reading adds to a process of its own. */
function memory(file: string): string {
  const self = fileURLToPath(import.meta.url);
  return execFileSync(process.execPath, ["--conditions=@locollm/source", self, "--only", file], {
    encoding: "utf8",
  }).trim();
}

async function memoryOf(file: string): Promise<void> {
  const base = await baseFor(file, path.join(folder, "base.gguf"));
  const before = process.resourceUsage().maxRSS;
  readAdapterGguf(file, base);
  console.log(`${((process.resourceUsage().maxRSS - before) / 1024).toFixed(0)} MB`);
}

function pythonSeconds(python: string, file: string): Record<string, number> {
  const script = `
import json, sys, time
import numpy as np
from gguf import GGUFReader
def fastest(run):
    run()
    best = 1e9
    for _ in range(5):
        start = time.perf_counter(); run(); best = min(best, time.perf_counter() - start)
    return best
def values():
    for tensor in GGUFReader(sys.argv[1]).tensors:
        data = tensor.data.astype(np.float32)
        assert np.isfinite(data).all()
        float(np.square(data).sum())
print(json.dumps({"header alone": fastest(lambda: GGUFReader(sys.argv[1])), "header and every value": fastest(values)}))`;
  return JSON.parse(execFileSync(python, ["-c", script, file], { encoding: "utf8" })) as Record<string, number>;
}
