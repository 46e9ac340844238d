import { fc, test } from "@fast-check/vitest";
import type { Item } from "@locollm/core";
import { describe, expect } from "vitest";
import { items, manifest, trainingRows, withExamples } from "../../test/city-recordings.ts";
import { plainCondition } from "./conditions.ts";
import { pickExamples, pickValidationRows } from "./pick-examples.ts";
import { requestsFor } from "./requests.ts";

const rows = fc
  .array(
    fc.record({
      prompt: fc.string({ minLength: 1, maxLength: 40 }),
      answer: fc.constantFrom("a", "b", "c"),
      difficulty: fc.constantFrom("easy", "medium", "hard", undefined),
    }),
    { maxLength: 60 },
  )
  .map((list) =>
    list.map(({ prompt, answer, difficulty }, i): Item => ({
      id: `row-${i}`,
      prompt,
      answer,
      ...(difficulty !== undefined && { difficulty }),
    })),
  );
const ids = (list: readonly Item[]) => list.map(({ id }) => id);

describe("examples", () => {
  test.prop([rows])("are the same in any file order up to rows of equal length, and fewer begin more", (list) => {
    const eight = pickExamples(list, 8);
    expect(ids(pickExamples(list.toReversed(), 8))).toEqual(ids(eight));
    for (const k of [0, 2, 4]) expect(ids(pickExamples(list, k))).toEqual(ids(eight).slice(0, k));
    expect(new Set(ids(eight)).size).toBe(eight.length);
  });

  test("show every label and every difficulty before any a second time", () => {
    const six = pickExamples(trainingRows, 6);
    expect(new Set(six.map(({ answer }) => answer)).size).toBe(6);
    expect(six.map(({ difficulty }) => difficulty ?? "").sort((a, b) => a.localeCompare(b))).toEqual([
      "easy",
      "easy",
      "hard",
      "hard",
      "medium",
      "medium",
    ]);
  });

  test.prop([rows, fc.integer({ min: 0, max: 50 })])("never serve as validation rows", (list, count) => {
    const examples = pickExamples(list, 8);
    const validation = pickValidationRows(list, examples, count);
    expect(validation.length).toBe(Math.min(count, list.length - examples.length));
    expect(ids(validation).filter((id) => ids(examples).includes(id))).toEqual([]);
  });
});

describe("requests", () => {
  test("are the manifest's system message, the examples as turns, and the question", () => {
    const [request] = requestsFor(manifest, withExamples(2), items.slice(0, 1), trainingRows);
    expect(request).toMatchInlineSnapshot(`
      {
        "id": "eval-1",
        "messages": [
          {
            "content": "Name the country. Reply with its name only.",
            "role": "system",
          },
          {
            "content": "Tell me the country of city train-59?",
            "role": "user",
          },
          {
            "content": "Qatar",
            "role": "assistant",
          },
          {
            "content": "Which country is city train-52?",
            "role": "user",
          },
          {
            "content": "Peru",
            "role": "assistant",
          },
          {
            "content": "Which country is city eval-1?",
            "role": "user",
          },
        ],
        "sampling": {
          "maxTokens": 8,
          "seed": 0,
          "temperature": 0,
          "topP": 1,
        },
      }
    `);
  });

  test("name an example that is not there, with the nearest id", () => {
    const condition = {
      ...plainCondition(manifest, "base"),
      scaffold: { kind: "few-shot" as const, examples: ["train-73"] },
    };
    expect(() => requestsFor(manifest, condition, items, trainingRows)).toThrowErrorMatchingInlineSnapshot(
      `[LocoError: The example train-73 is not among the 72 training rows; the nearest id is train-13.]`,
    );
  });
});
