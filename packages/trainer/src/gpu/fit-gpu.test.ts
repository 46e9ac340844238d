import path from "node:path";
import { fetchBase, readAdapterData, readWorkspace, resolveAdapter } from "@locollm/store";
import { expect, test } from "vitest";
import { planTraining, type TrainPlan } from "../train-plan.ts";
import { fitGpu, fitWords } from "./fit-gpu.ts";
import type { Gpu } from "./read-gpus.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const gigabyte = 2 ** 30;

const p100: Gpu = { name: "Tesla P100-PCIE-16GB", capability: 6, memoryBytes: 16 * gigabyte, driver: 580 };

async function planOf(slug: string): Promise<TrainPlan> {
  const workspace = await readWorkspace(root);
  const adapter = resolveAdapter(workspace, slug);
  const base = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
  const file = await fetchBase(base);
  const { train } = await readAdapterData(adapter);
  return planTraining({
    adapterId: adapter.id,
    manifest: adapter.manifest,
    items: train.map(({ item }) => item),
    base: { id: base.id, sha256: file.sha256, file: file.path },
    root,
  });
}

/** The same rows on a base of another size. */
function onBase(plan: TrainPlan, size: Partial<TrainPlan["architecture"]>): TrainPlan {
  return { ...plan, architecture: { ...plan.architecture, ...size } };
}

test("a step goes through as a whole where it fits, in parts where not, and not at all where no row does", async () => {
  const small = await planOf("2026-s2/iso-dates");
  const large = onBase(small, {
    blocks: 36,
    width: 2560,
    feedForward: 9728,
    heads: 32,
    keyValueHeads: 8,
    headSize: 128,
    vocabulary: 151_936,
  });
  const words = (plan: TrainPlan, gpu: Partial<Gpu>) => fitWords(fitGpu(plan, { ...p100, ...gpu }));
  expect([
    words(small, {}),
    words(small, { memoryBytes: 2 * gigabyte }),
    words(large, {}),
    words(large, { memoryBytes: 12 * gigabyte }),
    words(large, { memoryBytes: 24 * gigabyte, capability: 6.1 }),
  ]).toMatchInlineSnapshot(`
    [
      "needs 2.1 of 16.0 GB; batch 16 × accumulation 1",
      "needs 1.7 of 2.0 GB; batch 11 × accumulation 2",
      "needs 13.9 of 16.0 GB; batch 11 × accumulation 2",
      "needs 10.3 of 12.0 GB; batch 3 × accumulation 6",
      "needs 18.4 of 24.0 GB; batch 3 × accumulation 6",
    ]
  `);
  expect(() => fitGpu(large, { ...p100, memoryBytes: 8 * gigabyte })).toThrowErrorMatchingInlineSnapshot(
    `[LocoError: Training 2026-s2/iso-dates needs 9.4 GB for one row; Tesla P100-PCIE-16GB has 8.0 GB.]`,
  );
});

test("one long row among short ones goes through alone", async () => {
  const plan = await planOf("2026-s2/iso-dates");
  const [first, ...others] = plan.rows;
  const long = { ...first!, target: "word ".repeat(3000) };
  const fit = fitGpu({ ...plan, rows: [long, ...others] }, p100);
  expect(fit.microBatchTokens).toBeGreaterThan(3000);
  const longer = { ...first!, target: "word ".repeat(12_000) };
  expect(fitGpu({ ...plan, rows: [longer, ...others] }, { ...p100, memoryBytes: 48 * gigabyte }).batch).toBe(16);
});

test("where fewer blocks are trained, the program takes more at once itself", async () => {
  const plan = await planOf("2026-s2/ticket-triage");
  const gpu = { ...p100, memoryBytes: 48 * gigabyte };
  const all = fitGpu(plan, gpu);
  const third = fitGpu({ ...plan, recipe: { ...plan.recipe, topLayers: plan.architecture.blocks / 3 } }, gpu);
  expect(third.batch).toBe(all.batch);
  expect(third.microBatchTokens).toBe(Math.floor(all.microBatchTokens / 3));
});

test("less memory never means more at once, and what is chosen fits", async () => {
  const plan = await planOf("2026-s2/ticket-triage");
  const fits = [2, 3, 4, 6, 8, 12, 16, 24, 48].map((size) => fitGpu(plan, { ...p100, memoryBytes: size * gigabyte }));
  for (const [at, fit] of fits.entries()) {
    expect(fit.needs).toBeLessThan(fit.gpu.memoryBytes);
    expect(fit.batch * fit.accumulation).toBeGreaterThanOrEqual(plan.recipe.batchSize);
    expect(fit.microBatchTokens).toBeGreaterThanOrEqual(fits[at - 1]?.microBatchTokens ?? 0);
  }
});
