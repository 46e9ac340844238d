import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mayMount, runOnSmallDisk } from "./full-disk.fixture.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco füll-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const from = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
const code = `
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { openGenerationCache } from ${from("./cache/generation-cache.ts")};
import { placeWeights } from ${from("./place-weights.ts")};
import { withProcessLock } from ${from("./process-lock.ts")};
import { writeWhole } from ${from("./write-whole.ts")};
import { writeWeights } from ${from("./adapter-files/write-records.ts")};

const disk = process.env.FOLDER;
const filler = disk + "/filler";
let fillers = 0;
const fill = () => {
  for (let kib = 1024; kib >= 1; kib /= 2)
    for (;;)
      try { writeFileSync(filler + fillers++, Buffer.alloc(kib * 1024)); }
      catch { break; }
};
const free = () => { for (const name of readdirSync(disk)) if (name.startsWith("filler")) rmSync(disk + "/" + name); };
const said = {};
const attempt = async (name, work) => {
  try { said[name] = await work(); }
  catch (error) { said[name] = error.code + ", " + error.kind; }
};
const answer = (text) => ({ text, tokens: [], finish: "stop", timing: { promptTokens: 1, cachedPromptTokens: 0, generatedTokens: 1, milliseconds: 1 } });

writeFileSync(disk + "/old.txt", "old");
const source = ${JSON.stringify(fileURLToPath(import.meta.url))};
const cache = openGenerationCache(disk);
cache.put(new Map([["first", answer("kept")]]));
fill();
await attempt("a cached answer", () => cache.put(new Map([["big", answer("x".repeat(300_000))]])));
await attempt("a file over another", () => writeWhole(disk + "/old.txt", "y".repeat(300_000)));
await attempt("a lock", () => withProcessLock(disk + "/a.lock", {}, () => Promise.resolve("ran")));
await attempt("weights", () => placeWeights(source, disk));
await attempt("an adapter's weights", () => writeWeights(disk, "tiny", source));
await attempt("a second cache", () => openGenerationCache(disk + "/other"));
said["what was there"] = [readFileSync(disk + "/old.txt", "utf8"), cache.get(["first"]).get("first").text];
said["left over"] = readdirSync(disk, { recursive: true }).filter((name) => /\\.tmp$|\\.lock$/.test(name));
free();
await attempt("with space again", () => { cache.put(new Map([["big", answer("z")]])); return cache.size; });
await attempt("a lock with space again", () => withProcessLock(disk + "/a.lock", {}, () => Promise.resolve("ran")));
console.log(JSON.stringify(said));
`;

test.skipIf(!mayMount)("on a full disk every write says so, and nothing that was there is lost", async () => {
  const said = JSON.parse(runOnSmallDisk(path.join(folder, "disk"), 4 << 20, code)) as unknown;
  expect(said).toMatchInlineSnapshot(`
    {
      "a cached answer": "no-space, machine",
      "a file over another": "no-space, machine",
      "a lock": "no-space, machine",
      "a lock with space again": "ran",
      "a second cache": "no-space, machine",
      "an adapter's weights": "no-space, machine",
      "left over": [],
      "weights": "no-space, machine",
      "what was there": [
        "old",
        "kept",
      ],
      "with space again": 2,
    }
  `);
});
