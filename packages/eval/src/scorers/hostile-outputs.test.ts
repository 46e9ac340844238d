import { fc, test } from "@fast-check/vitest";
import { scoreSchema, type Item, type ScorerOptions } from "@locollm/core";
import { expect } from "vitest";
import { createScorer } from "./create-scorer.ts";

const hostileSchema = {
  anyOf: [
    { type: "array", uniqueItems: true, items: { type: "string", pattern: "(a+a+)+$" }, minItems: 1 },
    { type: "object", patternProperties: { "(x+x+)+y": { not: {} } }, required: ["toString"] },
  ],
};
const cases: readonly [ScorerOptions, Item["answer"]][] = [
  [{ scorer: "regex", pattern: String.raw`(?s)(?:a?){100}(\w+)$` }, "42"],
  [{ scorer: "regex" }, "(a+a+)+b|(x|xx)*"],
  [{ scorer: "contains", match: "all", ignoreCase: false }, ["a", "ß", "!"]],
  [{ scorer: "contains", match: "any", ignoreCase: true }, "İstanbul"],
  [{ scorer: "rouge-l", threshold: 0.5 }, ["a b a b", "x y"]],
  [{ scorer: "chrf", threshold: 0.5 }, "aaaa bbbb 😀"],
  [{ scorer: "numeric", tolerance: 1e-6, read: "any", units: { m: 1, km: 1000, "€": 1 } }, 12.5],
  [{ scorer: "numeric", tolerance: 0, read: "boxed", percent: "hundredths" }, "1 1/2"],
  [{ scorer: "json", schema: hostileSchema }, ["a"]],
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
    "9".repeat(100_000),
    "1,".repeat(50_000),
    "1/".repeat(50_000),
    "1 ".repeat(500_000),
    "####".repeat(250_000),
    "\\boxed{".repeat(100_000),
    "\\frac{".repeat(100_000),
    "1e999 km",
    `["${"a".repeat(19_000)}b"]`,
    `[${'{"a":1},'.repeat(2000)}0]`,
    "[".repeat(10_000) + "]".repeat(10_000),
    '{"constructor":{"toString":1}}',
    "ß".repeat(1_000_000),
  ),
);

test.prop([anyText], { numRuns: 50 })("every output gets a valid score, the same each time", async (output) => {
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
  for (const one of cases.slice(2, 6)) {
    for (const answer of ["", [], ["a", ""], ["a", 3], Array<string>(1001).fill("a")])
      expect(await outcome(one, answer)).toBe("error");
  }
  for (const one of cases.slice(4, 6)) expect(await outcome(one, "a".repeat(20_001))).toBe("error");
});

test("a schema that cannot be checked in bounded time is refused, with the reason", () => {
  const refusal = (schema: Record<string, unknown>) => {
    try {
      createScorer({ scorer: "json", schema: schema as Record<string, never> });
    } catch (error) {
      return (error as Error).message.replace("The scorer's JSON Schema cannot be used: ", "");
    }
    return "fine";
  };
  const nested: Record<string, unknown> = {};
  let inner = nested;
  for (let depth = 0; depth < 200; depth += 1) inner = inner["not"] = {};
  const pattern = "(?:a?){200}";
  const refused = [
    { type: "object", properties: { a: { $ref: "#" } } },
    { $id: "another" },
    { type: "strin" },
    { typ: "string" },
    { pattern: "(?=a)" },
    { allOf: Array.from({ length: 6 }, (_, i) => ({ pattern: `${pattern}${i}` })) },
    { enum: Array.from({ length: 2000 }, (_, i) => i) },
    nested,
    { type: "object", properties: { date: { type: "string", format: "date" } } },
  ];
  expect(refused.map(refusal)).toMatchInlineSnapshot(`
    [
      "it holds $ref; write out what that stands for.",
      "it holds $id; write out what that stands for.",
      "schema is invalid: data/type must be equal to one of the allowed values, data/type must be array, data/type must match a schema in anyOf.",
      "strict mode: unknown keyword: "typ".",
      "the pattern “(?=a)” cannot be read: invalid or unsupported Perl syntax: \`(?=\`.",
      "its patterns are too large.",
      "it is longer than 5000 characters.",
      "it is nested too deep.",
      "fine",
    ]
  `);
});

test("read beside the calculator is refused", () => {
  const options = { scorer: "numeric", tolerance: 0, read: "last" } as const;
  expect(() => createScorer(options, { tools: ["calculator"] })).toThrow("score.read has no meaning beside it");
});
