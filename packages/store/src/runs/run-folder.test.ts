import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Run, Sample, SampleTiming, SampleTokens } from "@locollm/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listRuns, openRunFolder, readRun, runsFolder } from "./run-folder.ts";

const id = "a".repeat(64);
const counts = { items: 1, right: 1, wrong: 0, formatMisses: 0, contentRight: 0, errors: 0 };
const run: Run = {
  schema: 1,
  id,
  adapter: "2026-s2/demo",
  dataset: { sha256: id, items: 1 },
  condition: {
    subject: "base",
    scaffold: { kind: "plain" },
    tools: [],
    sampling: { temperature: 0, topP: 1, seed: 0, maxTokens: 8 },
  },
  generator: {
    kind: "local",
    engine: "e 1",
    revision: 1,
    base: { id: "b", sha256: id },
    adapter: null,
    template: id,
    shape: { width: 16 },
  },
  scorer: { scorer: "exact" },
  revisions: { prompt: 1, scorer: 1 },
  system: null,
  counts,
  byDifficulty: { easy: counts },
};
const samples: Sample[] = [
  { item: "e1", output: "é", finish: "stop", logProbabilities: [-0.5], score: { outcome: "right", value: 1 } },
];
const timings: SampleTiming[] = [
  { item: "e1", cached: false, promptTokens: 1, cachedPromptTokens: 0, generatedTokens: 1, milliseconds: 1 },
];
const tokens: SampleTokens[] = [{ item: "e1", tokens: ["é"] }];

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "loco runs-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("a run is read back as it was written, and written again over itself", async () => {
  const writer = openRunFolder(root);
  const folder = await writer.write(run, samples, timings, tokens);
  expect(folder).toBe(path.join(runsFolder(root), id));
  const first = await readFile(path.join(folder, "samples.jsonl"));
  await writer.write(run, samples, timings, tokens);
  expect(await readFile(path.join(folder, "samples.jsonl"))).toEqual(first);
  expect(await readRun(root, id)).toEqual({ run, samples, timings, tokens });
  expect(await readdir(runsFolder(root))).toEqual([id]);
  expect(await listRuns(root)).toEqual([id]);
});

test("evaluations that end at the same moment all succeed and leave one whole run", async () => {
  const writer = openRunFolder(root);
  await Promise.all(Array.from({ length: 8 }, () => writer.write(run, samples, timings)));
  expect(await readRun(root, id)).toEqual({ run, samples, timings, tokens: [] });
  expect(await readdir(runsFolder(root))).toEqual([id]);
});

test("a run from before runs kept the texts of tokens is read without them", async () => {
  await rm(path.join(runsFolder(root), id, "tokens.jsonl"));
  expect(await readRun(root, id)).toEqual({ run, samples, timings, tokens: [] });
});

test("says what it cannot read", async () => {
  await expect(readRun(root, "b".repeat(64))).rejects.toMatchObject({ code: "run-missing" });
  await writeFile(path.join(runsFolder(root), id, "samples.jsonl"), "{\n");
  await expect(readRun(root, id)).rejects.toMatchObject({ code: "run-unreadable", fields: { file: "samples.jsonl" } });
});
