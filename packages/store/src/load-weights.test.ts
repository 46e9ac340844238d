import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sha256Hex, type Lock } from "@locollm/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startHub } from "./bases/hub.fixture.ts";
import { loadWeights } from "./load-weights.ts";
import type { AdapterFolder } from "./workspace/workspace.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco load-"));
  await mkdir(path.join(folder, "weights"));
  await writeFile(path.join(folder, "weights", "tiny.gguf"), "weights");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function adapter(source: string, sha256 = sha256Hex("weights")): AdapterFolder {
  const lock = { weights: { sha256, bytes: 7, source } } as Lock;
  return {
    id: "2026-s2/demo",
    slug: "demo",
    semester: "2026-s2",
    folder,
    locks: new Map([["tiny", lock]]),
  } as unknown as AdapterFolder;
}

test("takes the weights from the folder, then from the home folder alone", async () => {
  const home = path.join(folder, "home");
  const first = await loadWeights(adapter("weights/tiny.gguf"), "tiny", { home });
  expect(first).toMatchObject({ path: path.join(home, "weights", `${sha256Hex("weights")}.gguf`), bytes: 7 });
  expect((await loadWeights(adapter("weights/gone.gguf"), "tiny", { home })).path).toBe(first.path);
});

test("takes them from the lock's address", async () => {
  await using hub = await startHub({ "/w.gguf": Buffer.from("weights") });
  const home = path.join(folder, "home 2");
  expect((await loadWeights(adapter(`${hub.endpoint}/w.gguf`), "tiny", { home })).bytes).toBe(7);
});

test("refuses other bytes, other places, and an adapter that was not trained", async () => {
  const home = path.join(folder, "home 3");
  await expect(loadWeights(adapter("weights/tiny.gguf", "0".repeat(64)), "tiny", { home })).rejects.toMatchObject({
    code: "weights-wrong-hash",
    message: `The weights of 2026-s2/demo have sha256 ${sha256Hex("weights")}, but its lock names ${"0".repeat(64)}.`,
  });
  // What is not what it should be is not kept either.
  expect(await readdir(path.join(home, "weights"))).toEqual([]);
  await expect(loadWeights(adapter("../../tiny.gguf", "1".repeat(64)), "tiny", { home })).rejects.toMatchObject({
    code: "weights-wrong-source",
  });
  await expect(loadWeights(adapter("weights/gone.gguf", "1".repeat(64)), "tiny", { home })).rejects.toMatchObject({
    code: "weights-missing",
  });
  await expect(loadWeights(adapter("weights/tiny.gguf"), "other", { home })).rejects.toMatchObject({
    code: "adapter-not-trained",
  });
});
