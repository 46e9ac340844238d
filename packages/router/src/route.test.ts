import { expect } from "vitest";
import { fc, test } from "@fast-check/vitest";
import { routeSchema } from "@locollm/core";
import { smallInputs } from "../test/small-inputs.ts";
import { fitRouter } from "./fit-router.ts";
import { questionFeatures } from "./features.ts";
import { measureRouting } from "./measure-routing.ts";
import { route } from "./route.ts";
import { softmax } from "./softmax.ts";
import { logitsOf } from "./softmax-regression.ts";
import { rowOf } from "./vocabulary.ts";

const router = fitRouter(smallInputs);

test("names the adapter, its probability, the runner-up and what decided", () => {
  expect(route(router, "whats the forecast for quito")).toMatchInlineSnapshot(`
    {
      "adapter": "test/weather",
      "features": [
        {
          "feature": "words "forecast for"",
          "weight": 0.662,
        },
        {
          "feature": "word "forecast"",
          "weight": 0.662,
        },
        {
          "feature": "word "for"",
          "weight": 0.426,
        },
        {
          "feature": "word "quito"",
          "weight": 0.402,
        },
        {
          "feature": "3 to 6 words",
          "weight": 0.051,
        },
        {
          "feature": "no number",
          "weight": 0.004,
        },
      ],
      "probability": 0.884462450244735,
      "runnerUp": {
        "adapter": "test/capitals",
        "probability": 0.06367271834540417,
      },
    }
  `);
});

test("routes unseen questions, carelessly typed ones too, and leaves the rest to the base", () => {
  const chosen = [
    "Is there snow near Bergen today?",
    "will it rian in bergen tomorrow",
    "add 30 to 51",
    "what is the captial of chile",
    "Sing me a song about rain.",
    "Wie spät ist es gerade?",
    "Сколько будет два плюс два?",
    "qwrtz pfghk 12 34",
    "🎲🎲🎲",
    "",
  ].map((question) => `${route(router, question).adapter ?? "base"}: ${question}`);
  expect(chosen).toMatchInlineSnapshot(`
    [
      "test/weather: Is there snow near Bergen today?",
      "test/weather: will it rian in bergen tomorrow",
      "test/sums: add 30 to 51",
      "test/capitals: what is the captial of chile",
      "base: Sing me a song about rain.",
      "base: Wie spät ist es gerade?",
      "base: Сколько будет два плюс два?",
      "base: qwrtz pfghk 12 34",
      "base: 🎲🎲🎲",
      "base: ",
    ]
  `);
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 100 }),
  fc.constantFrom("", " \n\t", "\u0000", "\ud800", "אבג 123 שלום", "👩‍👩‍👧‍👦".repeat(50), "0".repeat(5000), "ﷺ".repeat(3000)),
  fc.constantFrom(...smallInputs.outOfScope, ...smallInputs.adapters.flatMap(({ prompts }) => prompts)),
);

test.prop([hostile])("any string gives a valid route whose probabilities sum to 1", (question) => {
  const answer = route(router, question);
  expect(routeSchema.parse(answer)).toEqual(answer);
  expect(route(router, question)).toEqual(answer);
  expect(answer.adapter).not.toBe(answer.runnerUp.adapter);
  const probabilities = softmax(
    logitsOf(router.model, rowOf(router.vocabulary, questionFeatures(question))),
    router.temperature,
  );
  expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 10);
  expect(probabilities).toContain(answer.probability);
  if (answer.adapter !== null)
    expect(answer.probability).toBeGreaterThanOrEqual(Math.max(router.threshold, answer.runnerUp.probability));
});

test("a megabyte is read at both ends", () => {
  const filling = "lorem ".repeat(170_000);
  expect(route(router, `${filling} add 30 to 51`)).toEqual(route(router, `${filling}${filling} add 30 to 51`));
  expect(route(router, "x".repeat(1_000_000)).adapter).toBeNull();
  expect(route(router, "اختبار ".repeat(150_000)).adapter).toBeNull();
});

test("measuring counts right, rejected, misrouted and falsely accepted questions", () => {
  expect(
    measureRouting(router, [
      { question: "Will it rain in Oslo tomorrow?", adapter: "test/weather" },
      { question: "Add 30 to 9.", adapter: "test/weather" },
      { question: "hello robots", adapter: "test/sums" },
      { question: "Add 30 to 8.", adapter: "test/unknown" },
      { question: "Add 30 to 7.", adapter: null },
      { question: "hello trains", adapter: null },
    ]),
  ).toMatchInlineSnapshot(`
    {
      "byAdapter": [
        {
          "adapter": "test/sums",
          "questions": 1,
          "right": 0,
        },
        {
          "adapter": "test/weather",
          "questions": 2,
          "right": 1,
        },
        {
          "adapter": "test/unknown",
          "questions": 1,
          "right": 0,
        },
      ],
      "falselyAccepted": 1,
      "misrouted": 2,
      "outOfScope": 2,
      "questions": 4,
      "rejected": 1,
      "right": 1,
    }
  `);
});
