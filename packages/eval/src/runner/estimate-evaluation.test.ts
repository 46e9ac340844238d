import { expect, test } from "vitest";
import { items, manifest, plain, trainingRows, withExamples } from "../../test/city-recordings.ts";
import { requestsFor } from "../conditions/requests.ts";
import { estimateEvaluation } from "./estimate-evaluation.ts";

const words = (text: string) => text.split(/\s+/).length;
const throughput = { promptTokensPerSecond: 100, generatedTokensPerSecond: 10, lanes: 16, startSeconds: 3 };
const estimate = (condition: typeof plain, answers: "trained" | "untrained", cached = new Set<string>()) =>
  estimateEvaluation({
    items,
    requests: requestsFor(manifest, condition, items, trainingRows),
    trainingRows,
    countTokens: words,
    throughput,
    answers,
    cached,
  });

test("tokens and seconds; what all prompts share is counted once", () => {
  expect(estimate(plain, "trained")).toMatchInlineSnapshot(`
    {
      "generatedTokens": 120,
      "items": 60,
      "longestTokens": 33,
      "promptTokens": 673,
      "seconds": 18.73,
    }
  `);
  const [none, eight] = [estimate(plain, "trained"), estimate(withExamples(8), "trained")];
  expect(eight.generatedTokens).toBe(none.generatedTokens);
  expect(eight.promptTokens - none.promptTokens).toBeLessThan(8 * 2 * 12);
});

test("an untrained model is expected to write on, at most to the limit", () => {
  const { generatedTokens } = estimate(plain, "untrained");
  expect(generatedTokens).toBeGreaterThan(estimate(plain, "trained").generatedTokens);
  expect(generatedTokens).toBeLessThanOrEqual(items.length * manifest.prompt.maxTokens);
});

test("what is cached costs nothing", () => {
  const half = new Set(items.slice(0, 30).map(({ id }) => id));
  expect(estimate(plain, "trained", half).items).toBe(30);
  const all = new Set(items.map(({ id }) => id));
  expect(estimate(plain, "trained", all)).toMatchObject({ items: 0, generatedTokens: 0, seconds: 0 });
});

test("fewer answers than lanes take as long as full lanes, and an adapter takes its own time", () => {
  const requests = requestsFor(manifest, plain, items, trainingRows);
  const of = (count: number, adapterSeconds = 0, attentionTokens = Infinity) =>
    estimateEvaluation({
      items: items.slice(0, count),
      requests: requests.slice(0, count),
      trainingRows,
      countTokens: words,
      throughput: { ...throughput, promptTokensPerSecond: Infinity },
      answers: "trained",
      adapterSeconds,
      attentionTokens,
    });
  expect(of(4).seconds).toBeCloseTo(of(16).seconds);
  expect(of(32).seconds).toBeCloseTo(2 * of(16).seconds);
  const { generatedTokens } = of(16);
  expect(of(16, 1).seconds - of(16).seconds).toBeCloseTo(16 + generatedTokens / 16);
  // A context of a dozen tokens or two where attention takes as long as the weights at ten.
  expect(of(16, 0, 10).seconds / of(16).seconds).toBeGreaterThan(2);
});

test("labels that are scored read each prompt anew, and nothing is written", () => {
  const requests = requestsFor(manifest, plain, items, trainingRows);
  const common = { items, requests, trainingRows, countTokens: words, throughput, answers: "untrained" } as const;
  const one = estimateEvaluation({ ...common, labels: ["yes"] });
  const three = estimateEvaluation({ ...common, labels: ["yes", "no", "who knows"] });
  expect(one.generatedTokens + three.generatedTokens).toBe(0);
  expect(three.promptTokens).toBeGreaterThan(2.9 * one.promptTokens - 200);
  expect(three.promptTokens).toBeLessThan(3.1 * one.promptTokens);
  expect(three.longestTokens).toBe(one.longestTokens + 1);
});
