import { expect, test } from "vitest";
import { z } from "zod";
import { datasetHash, itemSchema, questionOf, targetOf, type Item } from "./item.ts";

const spoken: Item = {
  id: "w1",
  messages: [
    { role: "user", content: "Two and three?" },
    { role: "assistant", content: "2 + 3" },
  ],
  answer: 5,
};

test("a training row teaches its closing assistant turn and never shows it", () => {
  expect(targetOf(spoken)).toBe("2 + 3");
  expect(questionOf(spoken)).toEqual([{ role: "user", content: "Two and three?" }]);
});

test("without an assistant turn the target is the answer's text", () => {
  expect(targetOf({ id: "a", prompt: "?", answer: "2021-03-03" })).toBe("2021-03-03");
  expect(targetOf({ id: "a", prompt: "?", answer: { b: 1, a: "x" } })).toBe('{"b":1,"a":"x"}');
});

test("says what a row lacks", () => {
  const parsed = itemSchema.safeParse({ id: "a", answer: "x", prmpt: "?" });
  expect(parsed.success ? "" : z.prettifyError(parsed.error)).toMatchInlineSnapshot(`
    "✖ Unrecognized key: "prmpt"
    ✖ needs either prompt or messages, not both"
  `);
  const both = itemSchema.safeParse({ id: "a", answer: "x", prompt: "?", messages: spoken.messages });
  expect(both.success ? "" : z.prettifyError(both.error)).toMatchInlineSnapshot(
    `"✖ needs either prompt or messages, not both"`,
  );
});

test("a dataset's hash depends on rows and their order, not on how a row was spelled", () => {
  const other: Item = { answer: "x", prompt: "?", id: "a" };
  expect(datasetHash([spoken, other])).not.toBe(datasetHash([other, spoken]));
  expect(datasetHash([{ id: "a", prompt: "?", answer: "x" }])).toBe(datasetHash([other]));
});
