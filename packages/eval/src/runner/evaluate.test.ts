import { setTimeout } from "node:timers/promises";
import { LocoError, runSchema, sampleSchema, type Generator, type Item } from "@locollm/core";
import { describe, expect, test } from "vitest";
import {
  adapterId,
  adapterIdentity,
  cityGenerator,
  items,
  manifest,
  plain,
  rightAnswer,
  trainingRows,
  withExamples,
} from "../../test/city-recordings.ts";
import { memoryCache } from "../../test/memory-cache.ts";
import { createScorer } from "../scorers/create-scorer.ts";
import { chooseBestPrompt } from "./choose-best-prompt.ts";
import { evaluate, type EvaluateOptions } from "./evaluate.ts";
import { wavesOf } from "./generation-keys.ts";

const scorer = createScorer(manifest.score);
const answers = (item: Item, i: number) =>
  i % 4 === 0 ? `It is ${rightAnswer(item)}.` : i % 4 === 1 ? "Atlantis" : rightAnswer(item);
const options = (changes: Partial<EvaluateOptions> = {}): EvaluateOptions => ({
  adapterId,
  manifest,
  items,
  condition: plain,
  trainingRows,
  generator: cityGenerator(answers),
  scorer,
  cache: memoryCache(),
  ...changes,
});

/** The same generator; `asked` lists what it was sent, `stopAfter` answers it fails as a killed process would. */
function watched(generator: Generator, { wave = 1, stopAfter = Infinity, shuffle = false } = {}) {
  const asked: string[] = [];
  const watching: Generator = {
    identity: generator.identity,
    wave,
    async *generate(requests, settings) {
      asked.push(...requests.map(({ id }) => id));
      let answered = 0;
      for await (const result of generator.generate(shuffle ? requests.toReversed() : requests, settings)) {
        if (answered++ >= stopAfter) throw new Error("killed");
        await setTimeout(0);
        yield result;
      }
    },
    score: (requests) => generator.score(requests),
    [Symbol.asyncDispose]: () => generator[Symbol.asyncDispose](),
  };
  return { asked, generator: watching };
}

test("a run, its samples and its counts", async () => {
  const { run, samples, timings } = await evaluate(options());
  expect(runSchema.parse(run)).toEqual(run);
  for (const sample of samples) expect(sampleSchema.parse(sample)).toEqual(sample);
  expect(samples.map(({ item }) => item)).toEqual(items.map(({ id }) => id));
  expect(timings.length).toBe(items.length);
  expect({ counts: run.counts, byDifficulty: run.byDifficulty, first: samples.slice(0, 2) }).toMatchInlineSnapshot(`
    {
      "byDifficulty": {
        "easy": {
          "contentRight": 5,
          "errors": 0,
          "formatMisses": 5,
          "items": 20,
          "right": 10,
          "wrong": 5,
        },
        "hard": {
          "contentRight": 5,
          "errors": 0,
          "formatMisses": 5,
          "items": 20,
          "right": 10,
          "wrong": 5,
        },
        "medium": {
          "contentRight": 5,
          "errors": 0,
          "formatMisses": 5,
          "items": 20,
          "right": 10,
          "wrong": 5,
        },
      },
      "counts": {
        "contentRight": 15,
        "errors": 0,
        "formatMisses": 15,
        "items": 60,
        "right": 30,
        "wrong": 15,
      },
      "first": [
        {
          "difficulty": "easy",
          "finish": "stop",
          "item": "eval-1",
          "logProbabilities": [
            -0.25,
            -0.5,
          ],
          "output": "It is Chile.",
          "score": {
            "contentRight": true,
            "extracted": "Chile",
            "outcome": "format-miss",
            "reason": "The answer “Chile” stands amid other text.",
            "value": 0,
          },
        },
        {
          "difficulty": "medium",
          "finish": "stop",
          "item": "eval-2",
          "logProbabilities": [
            -0.25,
            -0.5,
          ],
          "output": "Atlantis",
          "score": {
            "extracted": "Atlantis",
            "outcome": "wrong",
            "reason": "Got “Atlantis”, expected “Kenya”.",
            "value": 0,
          },
        },
      ],
    }
  `);
});

describe("the same bytes", () => {
  const bytes = (evaluation: Awaited<ReturnType<typeof evaluate>>) =>
    JSON.stringify([evaluation.run, evaluation.samples]);

  test("again, from the cache, and in another order of arrival", async () => {
    const cache = memoryCache();
    const first = bytes(await evaluate(options({ cache })));
    const again = watched(cityGenerator(answers));
    expect(bytes(await evaluate(options({ cache, generator: again.generator })))).toBe(first);
    expect(again.asked).toEqual([]);
    const { generator } = watched(cityGenerator(answers), { shuffle: true });
    expect(bytes(await evaluate(options({ generator })))).toBe(first);
  });

  test.each([0, 1, 25, 59])("after a kill at %i answers, and only what is missing is asked", async (stopAfter) => {
    const unbroken = bytes(await evaluate(options()));
    const cache = memoryCache();
    const killed = watched(cityGenerator(answers), { stopAfter });
    await expect(evaluate(options({ cache, generator: killed.generator }))).rejects.toThrow("killed");
    expect(cache.size).toBe(stopAfter);
    const resumed = watched(cityGenerator(answers));
    const progress: number[] = [];
    const evaluation = await evaluate(
      options({ cache, generator: resumed.generator, onProgress: ({ done }) => progress.push(done) }),
    );
    expect(bytes(evaluation)).toBe(unbroken);
    expect(resumed.asked).toEqual(items.slice(stopAfter).map(({ id }) => id));
    expect(progress).toEqual(Array.from({ length: items.length - stopAfter + 1 }, (_, i) => stopAfter + i));
  });

  test("where a wave is broken, the whole wave is asked again", async () => {
    const unbroken = bytes(
      await evaluate(options({ generator: watched(cityGenerator(answers), { wave: 8 }).generator })),
    );
    const cache = memoryCache();
    const killed = watched(cityGenerator(answers), { wave: 8, stopAfter: 19 });
    await expect(evaluate(options({ cache, generator: killed.generator }))).rejects.toThrow("killed");
    const resumed = watched(cityGenerator(answers), { wave: 8 });
    expect(bytes(await evaluate(options({ cache, generator: resumed.generator })))).toBe(unbroken);
    expect(resumed.asked).toEqual(items.slice(16).map(({ id }) => id));
  });

  test("a wave's answers are not another wave's", async () => {
    const cache = memoryCache();
    await evaluate(
      options({ cache, items: items.slice(0, 8), generator: watched(cityGenerator(answers), { wave: 4 }).generator }),
    );
    const shifted = watched(cityGenerator(answers), { wave: 4 });
    await evaluate(options({ cache, items: items.slice(1, 9), generator: shifted.generator }));
    expect(shifted.asked.length).toBe(8);
    expect(wavesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });
});

test("machinery errors are counted apart, are not cached, and are asked again", async () => {
  const cache = memoryCache();
  const broken = cityGenerator((item, i) => (i < 3 ? null : rightAnswer(item)));
  const { run, samples, timings } = await evaluate(options({ cache, generator: broken }));
  expect(run.counts).toEqual({ items: 60, right: 57, wrong: 0, formatMisses: 0, contentRight: 0, errors: 3 });
  expect(samples[0]).toMatchInlineSnapshot(`
    {
      "difficulty": "easy",
      "finish": "error",
      "item": "eval-1",
      "logProbabilities": [],
      "output": "",
      "score": {
        "outcome": "error",
        "reason": "Out of memory. (recorded-failure)",
        "value": 0,
      },
    }
  `);
  expect([cache.size, timings.length]).toEqual([57, 57]);
  const mended = watched(cityGenerator(rightAnswer));
  const later = await evaluate(options({ cache, generator: { ...mended.generator, identity: broken.identity } }));
  expect(mended.asked).toEqual(["eval-1", "eval-2", "eval-3"]);
  expect(later.run.counts.right).toBe(60);
  expect(later.run.id).toBe(run.id);
});

test("an aborted evaluation rejects with the reason and keeps what it had", async () => {
  const cache = memoryCache();
  const controller = new AbortController();
  const stop = new LocoError({ code: "interrupted", message: "Stopped.", fix: "Again.", kind: "interrupted" });
  const running = evaluate(
    options({ cache, signal: controller.signal, onProgress: ({ done }) => done === 10 && controller.abort(stop) }),
  );
  await expect(running).rejects.toBe(stop);
  expect(cache.size).toBe(10);
});

test("whatever can change an output or a score changes the run's id", async () => {
  const fixture = { schema: 1 as const, tables: {} };
  const other = cityGenerator(answers, adapterIdentity);
  const changedRows = trainingRows.map((row) => ({ ...row, tags: ["changed"] }));
  const runs = await Promise.all(
    [
      options(),
      options({ items: items.slice(1) }),
      options({ condition: withExamples(2) }),
      options({ condition: withExamples(2), trainingRows: changedRows }),
      options({ condition: { ...plain, sampling: { ...plain.sampling, maxTokens: 9 } } }),
      options({ generator: other }),
      options({ generator: { ...other, identity: { ...other.identity, revision: 2 } } }),
      options({ fixture }),
      options({ manifest: { ...manifest, prompt: { ...manifest.prompt, system: "Which country?" } } }),
      options({ manifest: { ...manifest, score: { scorer: "numeric", tolerance: 1 } } }),
    ].map((changed) => evaluate(changed)),
  );
  expect(new Set(runs.map(({ run }) => run.id)).size).toBe(runs.length);
  const unscored = await evaluate(options({ manifest: { ...manifest, title: "Another title", version: "9.0.0" } }));
  expect(unscored.run.id).toBe(runs[0]!.run.id);
});

test("no items and repeated ids are refused", async () => {
  await expect(evaluate(options({ items: [] }))).rejects.toThrow("has no items");
  await expect(evaluate(options({ items: [items[0]!, items[0]!] }))).rejects.toThrow("two items with the id eval-1");
});

describe("the base's best prompt", () => {
  const choose = (right: Record<number, number>, changes: Partial<EvaluateOptions> = {}) =>
    chooseBestPrompt({
      ...options(changes),
      trainingRows,
      generator: cityGenerator((item, _, examples) =>
        // Right on the rows whose number is small enough: more examples, more rows.
        Number(item.id.split("-")[1]) <= right[examples]! ? rightAnswer(item) : "Atlantis",
      ),
    });

  test("is the one that is right most often on training rows that are no examples", async () => {
    const best = await choose({ 0: 10, 2: 20, 4: 50, 8: 30 });
    expect(best.examples).toBe(4);
    expect(best.condition).toEqual(withExamples(4));
    expect(best.tried).toMatchInlineSnapshot(`
      [
        {
          "examples": 0,
          "right": 6,
          "rows": 40,
        },
        {
          "examples": 2,
          "right": 11,
          "rows": 40,
        },
        {
          "examples": 4,
          "right": 30,
          "rows": 40,
        },
        {
          "examples": 8,
          "right": 19,
          "rows": 40,
        },
      ]
    `);
  });

  test("of equals, the one with fewer examples; plain without training rows", async () => {
    expect((await choose({ 0: 40, 2: 40, 4: 40, 8: 40 })).examples).toBe(0);
    const none = await chooseBestPrompt({ ...options(), trainingRows: [] });
    expect(none).toEqual({ condition: plain, examples: 0, tried: [{ examples: 0, right: 0, rows: 0 }] });
  });
});
