import { fc, test } from "@fast-check/vitest";
import { scoreSchema, type Item, type ScorerOptions } from "@locollm/core";
import { expect } from "vitest";
import { createScorer } from "./create-scorer.ts";

const cases: readonly [ScorerOptions, Item["answer"]][] = [
  [{ scorer: "regex", pattern: String.raw`(?s)(?:a?){100}(\w+)$` }, "42"],
  [{ scorer: "regex" }, "(a+a+)+b|(x|xx)*"],
  [{ scorer: "contains", match: "all", ignoreCase: false }, ["a", "ß", "!"]],
  [{ scorer: "contains", match: "any", ignoreCase: true }, "İstanbul"],
  [{ scorer: "rouge-l", threshold: 0.5 }, ["a b a b", "x y"]],
  [{ scorer: "chrf", threshold: 0.5 }, "aaaa bbbb 😀"],
];
const scorers = cases.map(([options, answer]) => ({ scorer: createScorer(options), answer }));
const item = (answer: Item["answer"]) => ({ id: "i", prompt: "?", answer });

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.stringMatching(/^[ab\n !]{0,60}$/),
  fc.constantFrom(
    "NaN",
    "\ud800",
    "\udc00\ud800 a",
    "\0",
    "a".repeat(20_000),
    "a ".repeat(10_000),
    "\n\n".repeat(5000),
    "a\n\n".repeat(5000),
    "a".repeat(1_000_000),
    "a ".repeat(500_000),
    "ß".repeat(1_000_000),
  ),
);

test.prop([anyText], { numRuns: 60 })("every output gets a valid score, the same each time", async (output) => {
  for (const { scorer, answer } of scorers) {
    const score = await scorer(item(answer), output);
    expect(scoreSchema.parse(score)).toEqual(score);
    expect(score.outcome).not.toBe("error");
    expect(score.outcome === "right" || score.reason !== undefined).toBe(true);
    expect(score.contentRight !== undefined).toBe(score.outcome === "format-miss");
    expect(await scorer(item(answer), output)).toEqual(score);
  }
});

test.prop([fc.string({ unit: "binary" })])("any answer can be a pattern, or says why not", async (pattern) => {
  const { outcome, reason } = await createScorer({ scorer: "regex" })(item(pattern), "some output");
  expect(["right", "wrong", "format-miss", "error"]).toContain(outcome);
  expect(outcome === "error").toBe(reason?.includes("is not a pattern that can be read") ?? false);
});

test("a pattern that nobody can read names its fault; one that is too large is refused", () => {
  const create = (pattern: string) => () => createScorer({ scorer: "regex", pattern });
  expect(create("(a")).toThrow("The scorer's pattern “(a” cannot be read: missing closing ): `(a`.");
  expect(create(String.raw`(a)\1`)).toThrow("invalid escape sequence");
  expect(create("(?:(?:.{10}){10}){10}")).toThrow("it is too large: repeat fewer parts, or fewer times");
});

test("answers that no output can match are the item's fault", async () => {
  const outcome = async ([options]: (typeof cases)[number], answer: Item["answer"]) =>
    (await createScorer(options)(item(answer), "x")).outcome;
  expect(await outcome(cases[1]!, "(")).toBe("error");
  for (const one of cases.slice(2)) {
    for (const answer of ["", [], ["a", ""], ["a", 3], Array<string>(1001).fill("a")])
      expect(await outcome(one, answer)).toBe("error");
  }
  for (const one of cases.slice(4)) expect(await outcome(one, "a".repeat(20_001))).toBe("error");
});
