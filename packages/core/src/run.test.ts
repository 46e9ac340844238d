import { expect, test } from "vitest";
import { runSchema } from "./run.ts";

const sha256 = "a".repeat(64);
const counts = { items: 1, right: 1, wrong: 0, formatMisses: 0, contentRight: 0, errors: 0 };
const run = {
  schema: 1,
  id: sha256,
  adapter: "2026-s2/iso-dates",
  dataset: { sha256, items: 1 },
  condition: {
    subject: "base",
    scaffold: { kind: "plain" },
    tools: [],
    sampling: { temperature: 0, topP: 1, seed: 0, maxTokens: 16 },
  },
  generator: {
    kind: "local",
    engine: "node-llama-cpp 3.22.1",
    revision: 1,
    base: { id: "smollm2-135m", sha256 },
    adapter: null,
    template: sha256,
    shape: {},
  },
  scorer: { scorer: "exact" },
  revisions: { prompt: 1, scorer: 1 },
  system: null,
  counts,
  byDifficulty: { hard: counts },
};

test("a run may name the rows that its examples and its fixture hold", () => {
  expect(runSchema.parse(run)).toEqual(run);
  const full = { ...run, examples: sha256, fixture: sha256 };
  expect(runSchema.parse(full)).toEqual(full);
  expect(runSchema.safeParse({ ...run, fixture: "library.json" }).success).toBe(false);
});
