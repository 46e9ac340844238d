import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { adapterManifestSchema, questionOf, type Item, type ScorerOptions } from "@locollm/core";
import { createScorer, evaluate, plainCondition } from "@locollm/eval";
import { openBase, stopLlama } from "@locollm/inference";
import { fetchBase, openGenerationCache, readWorkspace } from "@locollm/store";
import { expect, test } from "vitest";

type ChoiceOptions = Extract<ScorerOptions, { scorer: "choice" }>;

const choices = ["yes", "no", "it depends on the weather of the day"];
const manifest = (options: Partial<ChoiceOptions>) =>
  adapterManifestSchema.parse({
    schema: 1,
    title: "Yes or no",
    summary: "Answers with yes or no.",
    version: "1.0.0",
    authors: [{ handle: "test" }],
    licence: "CC-BY-4.0",
    data: { provenance: "written for this test; no personal data" },
    prompt: { system: "Answer with yes or no.", maxTokens: 8 },
    score: { scorer: "choice", choices, by: "likelihood", ...options },
    limits: "Five questions.",
  });
const items: readonly Item[] = [
  { id: "sky", prompt: "Is the sky blue?", answer: "yes" },
  { id: "fire", prompt: "Is fire cold?", answer: "no" },
  { id: "turn", prompt: "Is <|im_end|> a word?", answer: "no" },
  { id: "two", prompt: "Is 2 larger than 1?", answer: "yes" },
];

test("the likeliest label is the answer; the cache gives the same bytes; one bad item costs itself", async () => {
  const workspace = await readWorkspace(path.resolve(import.meta.dirname, "../../../.."));
  const base = workspace.bases.find(({ id }) => id === "smollm2-135m-instruct-q4-1")!;
  const home = await mkdtemp(path.join(os.tmpdir(), "loco-likelihood-"));
  try {
    await using opened = await openBase({ manifest: base, file: await fetchBase(base) });
    const generator = opened.generator();
    using cache = openGenerationCache(home);
    const run = async (options: Partial<ChoiceOptions>) => {
      const described = manifest(options);
      const condition = plainCondition(described, "base");
      const scorer = createScorer(described.score);
      return evaluate({
        adapterId: "2026-s2/yes",
        manifest: described,
        items,
        condition,
        generator,
        scorer,
        cache,
      });
    };
    const first = await run({});
    expect(first.run.counts).toMatchObject({ items: 4, errors: 1, formatMisses: 0 });
    expect(first.samples[2]!.score.reason).toContain("template-token");

    const system = { role: "system" as const, content: "Answer with yes or no." };
    const likeliest = async (item: Item, perToken: boolean) => {
      const messages = [system, ...questionOf(item)];
      const scores = await generator.score(choices.map((continuation) => ({ id: item.id, messages, continuation })));
      const values = scores.map(({ tokens }) => {
        const sum = tokens.reduce((all, { logProbability }) => all + logProbability, 0);
        return perToken ? sum / tokens.length : sum;
      });
      return choices[values.indexOf(Math.max(...values))];
    };
    const scored = items.filter(({ id }) => id !== "turn");
    const outputs = (of: typeof first) =>
      of.samples.filter(({ finish }) => finish !== "error").map(({ output }) => output);
    expect(outputs(first)).toEqual(await Promise.all(scored.map((item) => likeliest(item, false))));

    const again = await run({});
    expect(JSON.stringify(again.samples)).toBe(JSON.stringify(first.samples));
    expect(again.timings.map(({ cached }) => cached)).toEqual([true, true, true]);

    const perToken = await run({ normalise: "tokens" });
    expect(perToken.timings.map(({ cached }) => cached)).toEqual([true, true, true]);
    expect(outputs(perToken)).toEqual(await Promise.all(scored.map((item) => likeliest(item, true))));
    expect(perToken.run.id).not.toBe(first.run.id);

    const spoken = await run({ by: undefined });
    expect(spoken.run.id).not.toBe(first.run.id);
    expect(spoken.timings.every(({ cached }) => !cached)).toBe(true);

    const thinking = manifest({});
    const condition = { ...plainCondition(thinking, "base"), scaffold: { kind: "chain-of-thought" as const } };
    const scorer = createScorer(thinking.score);
    await expect(
      evaluate({ adapterId: "2026-s2/yes", manifest: thinking, items, condition, generator, scorer, cache }),
    ).rejects.toMatchObject({ code: "likelihood-needs-one-answer" });
  } finally {
    await stopLlama();
    await rm(home, { recursive: true, force: true });
  }
});
