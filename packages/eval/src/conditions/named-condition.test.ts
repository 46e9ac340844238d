import { conditionSchema } from "@locollm/core";
import { expect, test } from "vitest";
import { manifest, trainingRows } from "../../test/city-recordings.ts";
import { namedCondition } from "./named-condition.ts";

const options = { manifest, subject: "base", trainingRows } as const;

test("names stand for conditions", () => {
  const names = [
    "plain",
    "few-shot:4",
    "chain-of-thought",
    "re-read",
    "vote:5",
    "calculator",
    "vote:3/chain-of-thought:2",
  ];
  for (const name of names)
    expect(conditionSchema.parse(namedCondition(name, options))).toEqual(namedCondition(name, options));
  expect(namedCondition("vote:3/chain-of-thought", options)).toMatchInlineSnapshot(`
    {
      "sampling": {
        "maxTokens": 264,
        "seed": 0,
        "temperature": 0.7,
        "topP": 1,
      },
      "scaffold": {
        "kind": "vote",
        "of": {
          "kind": "chain-of-thought",
        },
        "samples": 3,
      },
      "subject": "base",
      "tools": [],
    }
  `);
});

test.each([
  "plain:2",
  "few-shot",
  "few-shot:0",
  "vote:1",
  "vote:5/vote:5",
  "vote:65",
  "calculator:17",
  "cot",
  "re-read:x",
])("%s is no condition", (name) => {
  expect(() => namedCondition(name, options)).toThrow(expect.objectContaining({ code: "condition-unknown" }) as Error);
});

test("says when there are too few training rows", () => {
  expect(() => namedCondition("few-shot:4", { ...options, trainingRows: trainingRows.slice(0, 3) })).toThrow(
    expect.objectContaining({ code: "too-few-examples", fields: { condition: "few-shot:4", rows: 3 } }) as Error,
  );
});
