import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { CachedGeneration } from "@locollm/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generationCacheFile, openGenerationCache } from "./generation-cache.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco answers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const answer = (text: string): CachedGeneration => ({
  text,
  tokens: [{ text, logProbability: -0.1 - 1 / 3 }],
  finish: "stop",
  timing: { promptTokens: 3, cachedPromptTokens: 0, generatedTokens: 1, milliseconds: 12.5 },
});

test("gives back exactly what was put, and nothing else", () => {
  using cache = openGenerationCache(path.join(folder, "a"));
  cache.put(
    new Map([
      ["k1", answer("é")],
      ["k2", answer("two")],
    ]),
  );
  expect(cache.get(["k2", "none", "k1"])).toEqual(
    new Map([
      ["k2", answer("two")],
      ["k1", answer("é")],
    ]),
  );
  expect(cache.size).toBe(2);
  using again = openGenerationCache(path.join(folder, "a"));
  expect(again.get(["k1"]).get("k1")).toEqual(answer("é"));
});

test("prunes what nobody asked for", () => {
  using cache = openGenerationCache(path.join(folder, "b"));
  cache.put(new Map([["k", answer("x")]]));
  const inTenDays = Date.now() + 10 * 86_400_000;
  expect(cache.prune(11, inTenDays)).toBe(0);
  expect(cache.prune(10, inTenDays)).toBe(1);
  expect(cache.size).toBe(0);
});

test("a damaged file is started anew", async () => {
  const home = path.join(folder, "c");
  openGenerationCache(home)[Symbol.dispose]();
  await writeFile(generationCacheFile(home), "this is no database, whatever its name says ".repeat(100));
  using cache = openGenerationCache(home);
  expect(cache.size).toBe(0);
});

const module = new URL("./generation-cache.ts", import.meta.url).href;
function writer(home: string, name: string, count: number) {
  const code = `import { openGenerationCache } from ${JSON.stringify(module)};
    using cache = openGenerationCache(${JSON.stringify(home)});
    const base = ${JSON.stringify(answer("x"))};
    console.log("open");
    for (let i = 0; i < ${count}; i++) cache.put(new Map([["${name}" + i + "a", base], ["${name}" + i + "b", base]]));`;
  return spawn(process.execPath, ["--conditions=@locollm/source", "--input-type=module", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("several processes write at once", async () => {
  const home = path.join(folder, "d");
  const exits = await Promise.all(["p", "q", "r"].map((name) => once(writer(home, name, 50), "exit")));
  expect(exits.map(([code]) => code as number)).toEqual([0, 0, 0]);
  using cache = openGenerationCache(home);
  expect(cache.size).toBe(300);
}, 60_000);

test("kill -9 leaves whole puts only", async () => {
  const home = path.join(folder, "e");
  const child = writer(home, "k", 1e9);
  await once(child.stdout, "data");
  using cache = openGenerationCache(home);
  while (cache.size < 20) await new Promise((done) => setTimeout(done, 5));
  child.kill("SIGKILL");
  await once(child, "exit");
  using after = openGenerationCache(home);
  expect(after.size).toBeGreaterThanOrEqual(20);
  expect(after.size % 2).toBe(0);
}, 60_000);
