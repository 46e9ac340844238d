import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { whileInUse } from "../in-use.ts";
import { placeWeights } from "../place-weights.ts";
import { cacheUsage } from "./cache-usage.ts";
import { openGenerationCache } from "./generation-cache.ts";
import { pruneCache } from "./prune-cache.ts";

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), "loco home-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

test("lists what is there with its size, and removes what was not used", async () => {
  expect(await cacheUsage(path.join(home, "none yet"))).toEqual([]);
  const file = path.join(home, "w.gguf");
  await writeFile(file, "x".repeat(1000));
  await placeWeights(file, home);
  await rm(file);
  const environment = path.join(home, "environments", "abc", "lib");
  await mkdir(environment, { recursive: true });
  await writeFile(path.join(environment, "torch.py"), "y".repeat(5000));
  await mkdir(path.join(home, "builds", "llama-abc"), { recursive: true });
  await writeFile(path.join(home, "builds", "llama-abc", "llama-server"), "b".repeat(3000));
  await mkdir(path.join(home, "downloads"));
  await writeFile(path.join(home, "downloads", "z.part"), "z".repeat(10));
  {
    using cache = openGenerationCache(home);
    cache.put(new Map());
  }
  const shown = (await cacheUsage(home)).filter(({ kind }) => kind !== "answers");
  expect(shown.map(({ kind, bytes }) => [kind, bytes])).toEqual([
    ["environment", 5000],
    ["build", 3000],
    ["weights", 1000],
    ["unfinished", 10],
  ]);
  expect((await pruneCache({ olderThanDays: 1 }, home)).removed).toEqual([]);
  const later = Date.now() + 2 * 86_400_000;
  expect((await pruneCache({ olderThanDays: 1, now: later }, home)).removed).toEqual(shown);
  expect(await readdir(path.join(home, "weights"))).toEqual([]);
  expect(await readdir(path.join(home, "environments"))).toEqual([]);
});

test("keeps what a process uses, and what is being written", async () => {
  const [used, idle] = ["used", "idle"].map((name) => path.join(home, "environments", name));
  for (const folder of [used!, idle!]) await mkdir(folder, { recursive: true });
  const growing = path.join(home, "downloads", "y.part");
  await writeFile(growing, "y");
  const prune = async () => {
    const { removed, kept } = await pruneCache({ olderThanDays: 0 }, home);
    return [removed, kept].map((entries) => entries.map((entry) => path.basename(entry.path)).sort());
  };
  expect(await whileInUse(used!, prune)).toEqual([["idle"], ["used", "y.part"]]);
  expect(await prune()).toEqual([["used"], ["y.part"]]);
  expect(await readdir(path.join(home, "environments"))).toEqual([]);
});

test("the mark of a process that was killed goes with the next use", async () => {
  const used = path.join(home, "environments", "used");
  await mkdir(used, { recursive: true });
  const script = `import { whileInUse } from ${JSON.stringify(new URL("../in-use.ts", import.meta.url).href)};
    await whileInUse(${JSON.stringify(used)}, () => process.kill(process.pid, "SIGKILL"));`;
  const { failed } = await execa("node", ["--conditions=@locollm/source", "--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    reject: false,
  });
  expect(failed).toBe(true);
  const marks = async () => (await readdir(path.dirname(used))).filter((name) => name.endsWith(".lock"));
  expect(await marks()).toHaveLength(1);
  expect(await whileInUse(used, marks)).toHaveLength(1);
  expect(await marks()).toEqual([]);
});
