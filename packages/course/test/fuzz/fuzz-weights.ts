/**
 * Mutates the sample adapters' weights and reads each mutant with the strict reader. Prints a JSON line a thousand files, and at the
 * end what came of all, with the lines of the reader that ran. See fuzz-options.ts for what it may be told. Run:
 * node --conditions=@locollm/source test/fuzz/fuzz-weights.ts --count 2000
 */
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { readAdapterGguf, readGguf } from "@locollm/store";
import { drawFrom } from "../draw.ts";
import { fuzzOptions } from "./fuzz-options.ts";
import { countLines } from "./lines-run.ts";
import { mutateWeights } from "./mutate-weights.ts";
import type { Crash } from "./run-fuzz.ts";
import { baseOf, sampleAdapters } from "./sample-adapters.ts";
import { startWatchdog } from "./watchdog.ts";

const { seed, mutants } = fuzzOptions();
// Before the reader runs at all: V8 counts no lines of what it compiled earlier. The writer makes the mutants, so its lines are not
// the reader's.
const linesRun = await countLines("/packages/store/src/gguf/", ["encode-header.ts", "write-gguf.ts"]);
const samples = sampleAdapters();
const folder = await mkdtemp(path.join(os.tmpdir(), "loco-fuzz-"));
const watchdog = startWatchdog();
try {
  const base = await baseOf(samples, path.join(folder, "base.gguf"));
  const file = path.join(folder, "mutant.gguf");
  const refused: Record<string, number> = {};
  const crashes: Crash[] = [];
  let [files, pastHeader, accepted, slowest] = [0, 0, 0, 0];
  for (const own of mutants) {
    watchdog.begin(own);
    writeFileSync(file, mutateWeights(samples, drawFrom(own)));
    const started = performance.now();
    try {
      readGguf(file);
      pastHeader += 1;
      readAdapterGguf(file, base);
      accepted += 1;
    } catch (error) {
      if (error instanceof LocoError) refused[error.code] = (refused[error.code] ?? 0) + 1;
      else crashes.push({ seed: own, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
    slowest = Math.max(slowest, performance.now() - started);
    files += 1;
    if (files % 1000 === 0) console.log(JSON.stringify({ seed, files, crashes }));
  }
  const slowestMilliseconds = Math.ceil(slowest);
  const coverage = await linesRun();
  console.log(
    JSON.stringify({ seed, files, pastHeader, accepted, refused, crashes, slowestMilliseconds, coverage, done: true }),
  );
} finally {
  watchdog.stop();
  await rm(folder, { recursive: true, force: true });
}
