import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { finalAnswer } from "./final-answer.ts";

const thought = { kind: "chain-of-thought" } as const;

describe("the final answer of a chain of thought", () => {
  test.each([
    ["3 + 4 = 7.\nAnswer: 7", "7"],
    ["Answer: 7\nSo there are 7 apples.", "7"],
    ["Answer: 5? No.\nANSWER : 7  ", "7"],
    ["**Answer:** 7", "7"],
    ["**Answer: 7**", "7"],
    ["Answer: **7**", "7"],
    ['Answer:\n\n{\n  "a": 1\n}\n', '{\n  "a": 1\n}'],
    ["So the answer: 7", "7"],
    ["Answer:", ""],
    ["7", "7"],
    ["No unanswered: 8", "No unanswered: 8"],
  ])("of %j is %j", (output, answer) => {
    expect(finalAnswer(thought, output)).toBe(answer);
  });

  property.prop([fc.string(), fc.string({ unit: "grapheme-ascii" }).filter((text) => /^[a-z0-9]+$/i.test(text))])(
    "is what follows the last mark, whatever stands before",
    (before, answer) => {
      expect(finalAnswer(thought, `${before}\nAnswer: ${answer}\n`)).toBe(answer);
    },
  );
});

test("other scaffolds are judged whole", () => {
  expect(finalAnswer({ kind: "plain" }, "Answer: 7")).toBe("Answer: 7");
  expect(finalAnswer({ kind: "vote", samples: 2, of: { kind: "plain" } }, "Answer: 7")).toBe("Answer: 7");
  expect(finalAnswer({ kind: "vote", samples: 2, of: thought }, "Answer: 7")).toBe("7");
});
