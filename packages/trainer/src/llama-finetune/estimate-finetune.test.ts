import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Item } from "@locollm/core";
import { fetchBase, readWorkspace } from "@locollm/store";
import { expect, onTestFinished, test } from "vitest";
import { demoManifest } from "../../test/demo-manifest.ts";
import { planTraining } from "../train-plan.ts";
import { estimateFinetune, keepFinetuneSpeed } from "./estimate-finetune.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const items: Item[] = Array.from({ length: 50 }, (_, at) => ({
  id: `row-${at}`,
  prompt: `Say ${at}.`,
  answer: "done",
}));

async function planWith(train: Readonly<Record<string, unknown>>) {
  const base = (await readWorkspace(root)).bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
  const file = await fetchBase(base);
  const manifest = demoManifest({ train });
  const here = { id: base.id, sha256: file.sha256, file: file.path };
  return planTraining({ adapterId: "2026-s2/says", manifest, items, base: here, root: os.tmpdir() });
}

test("a guess before llama-finetune has run here, what it showed afterwards", async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), "loco-"));
  onTestFinished(() => rm(home, { recursive: true }));
  const plan = await planWith({ recipe: "default", epochs: 2 });
  const guessed = await estimateFinetune(plan, home);
  expect(guessed).toMatchObject({ backend: "llama-finetune", speed: "guessed", downloadBytes: 0 });
  // 135 million weights: 16 bytes each in memory, 12 on the disk.
  expect(guessed.memoryBytes / 1e9).toBeCloseTo(2.4, 1);
  expect(guessed.diskBytes / 1e9).toBeCloseTo(1.7, 1);

  const shown = { versions: {}, threads: 2, device: "cpu", deviceName: "a processor", precision: "fp32" } as const;
  const start = {
    ...shown,
    event: "start",
    revision: 1,
    rows: 50,
    heldOut: 0,
    steps: 0,
    tokens: 0,
    parameters: 1,
  } as const;
  const done = {
    event: "done",
    steps: 1,
    tokens: 1000,
    seconds: 10,
    finalLoss: 1,
    validation: null,
  } as const;
  const keep = (tokensPerSecond: number, width = plan.architecture.width) =>
    keepFinetuneSpeed(
      { ...plan, architecture: { ...plan.architecture, width } },
      {
        start: { ...start, resumedAt: 0, specialTokens: {}, rendered: [], loadSeconds: 0 },
        done: { ...done, hardest: [], tokensPerSecond, peakMemoryBytes: null },
      },
      home,
    );
  await keep(100);
  const slow = await estimateFinetune(plan, home);
  expect(slow).toMatchObject({ speed: "measured", tokens: guessed.tokens });
  await keep(200);
  const fast = await estimateFinetune(plan, home);
  expect(slow.seconds - fast.seconds).toBeCloseTo(guessed.tokens / 200);
  // What other bases showed stands beside it.
  for (const width of [64, 4096]) await keep(1, width);
  expect(await estimateFinetune(plan, home)).toEqual(fast);
});

test("a recipe that leaves layers out is refused before a time is told for it", async () => {
  const plan = await planWith({ recipe: "default", topLayers: 3 });
  await expect(estimateFinetune(plan)).rejects.toMatchObject({ code: "recipe-not-whole" });
});
