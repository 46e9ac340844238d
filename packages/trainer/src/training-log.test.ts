import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { lockSchema, type Lock } from "@locollm/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { logTraining, type LoggedTraining } from "./training-log.ts";

const lockFile = "../../../semesters/2026-s2/adapters/iso-dates/locks/smollm2-135m-instruct-q4-1.json";
const committed = lockSchema.parse(JSON.parse(await readFile(path.join(import.meta.dirname, lockFile), "utf8")));
const trained = { seconds: 57.2, tokensPerSecond: 1384.6, finalLoss: 0.0123 };
const lock: Lock = {
  ...committed,
  trainer: { ...committed.trainer, ...trained, machine: { ...committed.trainer.machine, cpu: "a processor" } },
};
const plain: LoggedTraining = {
  lock,
  curve: { schema: 1, steps: [0.9, 0.3, 0.1, 0.0123], rates: [], checks: [] },
  troubles: [],
  hardest: [
    { id: "row-7", loss: 0.81 },
    { id: "row-3", loss: 0.5 },
  ],
  peakMemoryBytes: 2.27e9,
  ended: new Date("2026-11-24T08:30:00Z"),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco-log-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the newest training stands first, with what its own trainer took of the recipe", async () => {
  await logTraining(folder, plain);
  const checked = { step: 4, loss: 0.2, right: 0.93 };
  await logTraining(folder, {
    ...plain,
    lock: { ...lock, trainer: { ...lock.trainer, validation: { loss: 0.19, rows: 60 } } },
    curve: { ...plain.curve, checks: [checked] },
    troubles: [{ code: "overfits", message: "It learned rows by heart.", fix: "Write more.", rows: ["row-3"] }],
    ended: new Date("2026-11-25T08:30:00Z"),
  });
  const versions = { python: "3.11.7" };
  await logTraining(folder, {
    ...plain,
    lock: { ...lock, trainer: { ...lock.trainer, backend: "llama-finetune", precision: "fp32", versions } },
    hardest: [],
    peakMemoryBytes: null,
    ended: new Date("2026-11-26T08:30:00Z"),
  });
  expect(await readFile(path.join(folder, "TRAINING_LOG.md"), "utf8")).toMatchInlineSnapshot(`
    "# Training log

    Written by \`loco train\`, the newest first. Losses are in nats an answer token; the curve is the loss over the steps.

    ## 1.0.0 on smollm2-135m-instruct-q4-1, 2026-11-26 08:30 UTC

    - rows 1200 (sha256 7f665c451c65…), recipe 7a74d4d3dfd3…: rank 4, rate 0.001, epochs 1, seed 1
    - 4 steps in 57 s, 1385 tokens/s, fp32 on a processor, llama-finetune
    - loss 0.900 to 0.012  \`█▃▁▁\`
    - weights sha256 90273a998d69…

    ## 1.0.0 on smollm2-135m-instruct-q4-1, 2026-11-25 08:30 UTC

    - rows 1200 (sha256 7f665c451c65…), recipe 7a74d4d3dfd3…: rank 4, all blocks, rate 0.001, batch 16, linear, seed 1
    - 4 steps in 57 s, 1385 tokens/s, 2.3 GB, bf16 on a processor, torch 2.15.0+cu132
    - loss 0.900 to 0.012  \`█▃▁▁\`
    - held out 60 rows: lowest loss 0.190, 93 % right at the end
    - hardest rows: row-7 (0.81), row-3 (0.50)
    - **It learned rows by heart.** Rows: row-3
    - weights sha256 90273a998d69…

    ## 1.0.0 on smollm2-135m-instruct-q4-1, 2026-11-24 08:30 UTC

    - rows 1200 (sha256 7f665c451c65…), recipe 7a74d4d3dfd3…: rank 4, all blocks, rate 0.001, batch 16, linear, seed 1
    - 4 steps in 57 s, 1385 tokens/s, 2.3 GB, bf16 on a processor, torch 2.15.0+cu132
    - loss 0.900 to 0.012  \`█▃▁▁\`
    - hardest rows: row-7 (0.81), row-3 (0.50)
    - weights sha256 90273a998d69…
    "
  `);
});

test("of very many trainings the last forty stay", async () => {
  for (let day = 0; day < 42; day++)
    await logTraining(folder, { ...plain, ended: new Date(Date.UTC(2026, 0, 1 + day)) });
  const entries = (await readFile(path.join(folder, "TRAINING_LOG.md"), "utf8")).match(/^## .*$/gm)!;
  expect([entries.length, entries[0], entries.at(-1)]).toEqual([
    40,
    "## 1.0.0 on smollm2-135m-instruct-q4-1, 2026-02-11 00:00 UTC",
    "## 1.0.0 on smollm2-135m-instruct-q4-1, 2026-01-03 00:00 UTC",
  ]);
});
