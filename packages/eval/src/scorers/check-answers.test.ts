import type { Item, ScorerOptions } from "@locollm/core";
import { expect, test } from "vitest";
import { checkAnswers } from "./check-answers.ts";
import { goldenFixture } from "./golden-items.ts";

const manifestFile = "adapter.yaml";
const prompt = { maxTokens: 40, tools: ["calculator" as const] };
const rows = (items: readonly Partial<Item>[]) =>
  items.map((item, index) => ({ item: { id: `${index}`, ...item } as Item, line: index + 1 }));
const solved = (solution: string, answer: number) => ({
  messages: [
    { role: "user" as const, content: "How many?" },
    { role: "assistant" as const, content: solution },
  ],
  answer,
});

test("a training row that teaches another answer than its own is found by file and line", async () => {
  const files = [
    {
      kind: "train" as const,
      file: "a/data/train.jsonl",
      rows: rows([solved("cars + more\n26 + 39", 65), solved("26 + 38", 65), solved("It is 65.", 65)]),
    },
    {
      kind: "eval" as const,
      file: "a/data/eval.jsonl",
      rows: rows([
        { prompt: "How many?", answer: 65 },
        { prompt: "How many?", answer: "many" },
      ]),
    },
  ];
  expect(
    await checkAnswers({
      manifest: { prompt, score: { scorer: "numeric", tolerance: 1e-6 } },
      manifestFile,
      fixture: null,
      files,
    }),
  ).toMatchInlineSnapshot(`
    [
      {
        "code": "answer-not-right",
        "file": "a/data/train.jsonl",
        "fix": "Correct the assistant turn or the answer.",
        "line": 2,
        "message": "The row's assistant turn “26 + 38” does not score right against its answer. Got “26 + 38” = 64, expected 65.",
        "severity": "error",
      },
      {
        "code": "answer-not-right",
        "file": "a/data/train.jsonl",
        "fix": "Correct the assistant turn or the answer.",
        "line": 3,
        "message": "The row's assistant turn “It is 65.” does not score right against its answer. The last line is not arithmetic; the last number in it is 65.",
        "severity": "error",
      },
    ]
  `);
});

test("an SQL answer that does not run is found", async () => {
  const score = { scorer: "sql", fixture: "data/fixtures/books.json" } as const;
  const files = [
    {
      kind: "eval" as const,
      file: "b/data/eval.jsonl",
      rows: rows([
        { prompt: "?", answer: "SELECT title FROM books" },
        { prompt: "?", answer: "DELETE FROM books" },
      ]),
    },
  ];
  expect(await checkAnswers({ manifest: { prompt, score }, manifestFile, fixture: goldenFixture, files }))
    .toMatchInlineSnapshot(`
    [
      {
        "code": "answer-not-right",
        "file": "b/data/eval.jsonl",
        "fix": "Correct the answer.",
        "line": 2,
        "message": "The row's answer does not score right against itself. The answer's own query gives no result. The statement is refused: only SELECT is allowed.",
        "severity": "error",
      },
    ]
  `);
});

test("endless queries do not hold a check up for long, and it can be interrupted", async () => {
  const score = { scorer: "sql", fixture: "data/fixtures/books.json" } as const;
  const endless = (limit: number) =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE i <> ${limit}`;
  const files = [
    {
      kind: "eval" as const,
      file: "b/data/eval.jsonl",
      rows: rows([...Array(50).keys()].map((i) => ({ answer: endless(i) }))),
    },
  ];
  const check = { manifest: { prompt, score }, manifestFile, fixture: goldenFixture, files };
  const findings = await checkAnswers(check);
  expect(findings.map(({ code, line }) => `${code}:${line}`)).toMatchInlineSnapshot(`
    [
      "answer-not-right:1",
      "answer-not-right:2",
      "answer-not-right:3",
      "answers-too-slow:3",
    ]
  `);
  await expect(checkAnswers({ ...check, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
}, 60_000);

test("answers that are patterns or lists are read, and training rows must show what is asked for", async () => {
  const files = [
    {
      kind: "train" as const,
      file: "train.jsonl",
      rows: rows([solved("It is 65.", 65), { prompt: "?", answer: "65" }]),
    },
    { kind: "eval" as const, file: "eval.jsonl", rows: rows([{ prompt: "?", answer: "65" }]) },
  ];
  const check = (score: ScorerOptions, also = files) =>
    checkAnswers({
      manifest: { prompt: { maxTokens: 40, tools: [] }, score },
      manifestFile,
      fixture: null,
      files: also,
    });
  const found = [
    ...(await check({ scorer: "regex", pattern: String.raw`It is (\d+)` })),
    ...(await check({ scorer: "regex" }, [{ ...files[1]!, rows: rows([{ answer: "[0-9]+" }, { answer: "[0-9" }]) }])),
    ...(await check({ scorer: "contains", match: "all", ignoreCase: false }, [
      { ...files[1]!, rows: rows([{ answer: ['a "b"', "c"] }]) },
      { ...files[0]!, rows: rows([{ answer: ['a "b"', "c"] }]) },
    ])),
    ...(await check({ scorer: "numeric", tolerance: 0, read: "hash" }, [
      { ...files[0]!, rows: rows([solved("So\n#### 65", 65), { prompt: "?", answer: 65 }]) },
      files[1]!,
    ])),
    ...(await check({ scorer: "json", schema: { type: "object" } }, [
      { ...files[1]!, rows: rows([{ answer: {} }, { answer: [] }]) },
    ])),
    ...(await check({ scorer: "regex", pattern: "(" })),
  ];
  expect(found.map(({ code, file, line, message }) => `${code} ${file}:${line ?? ""} ${message}`))
    .toMatchInlineSnapshot(`
      [
        "answer-not-right train.jsonl:2 The row's answer does not score right against itself. The pattern finds nothing, but “65” stands in the output.",
        "answer-not-right eval.jsonl:2 The row's answer does not score right against itself. The item's answer “[0-9” is not a pattern that can be read: missing closing ]: \`[0-9\`.",
        "answer-not-right train.jsonl:1 The row's answer does not score right against itself. The output does not hold “a "b"”.",
        "answer-not-right train.jsonl:2 The row's answer does not score right against itself. There is no number after ####; the last number is 65.",
        "answer-not-right eval.jsonl:2 The row's answer does not score right against itself. The item's answer does not fit the schema: The value must be object.",
        "pattern-unreadable adapter.yaml: The scorer's pattern “(” cannot be read: missing closing ): \`(\`.",
      ]
    `);
});

test("Python rows are checked by their turns, and tests that test nothing are found", async () => {
  const turn = (code: string, answer: Item["answer"]) => ({ ...solved(code, 0), answer });
  const tests = "assert double(2) == 4";
  const files = [
    {
      kind: "train" as const,
      file: "a/data/train.jsonl",
      rows: rows([
        turn("def double(x): return 2 * x", tests),
        turn("def double(x): return x", tests),
        { prompt: "Double.", answer: tests },
      ]),
    },
    {
      kind: "eval" as const,
      file: "a/data/eval.jsonl",
      rows: rows([
        { prompt: "Double.", answer: tests },
        { prompt: "Double.", answer: "def check(f):\n    assert f(2) == 4" },
        { prompt: "Double.", answer: "assert (" },
      ]),
    },
  ];
  const score = { scorer: "python", timeLimit: 60, memory: 256 } as const;
  const findings = await checkAnswers({ manifest: { prompt, score }, manifestFile, fixture: null, files });
  expect(findings.map(({ code, file, line, message }) => `${file}:${line} ${code} ${message}`)).toMatchInlineSnapshot(`
    [
      "a/data/train.jsonl:2 answer-not-right The row's assistant turn “def double(x): return x” does not score right against its answer. The tests end with AssertionError in line 1: assert double(2) == 4.",
      "a/data/train.jsonl:3 answer-not-right The row's answer does not score right against itself. The tests end with NameError: name 'double' is not defined in line 1: assert double(2) == 4.",
      "a/data/eval.jsonl:2 tests-nothing The row's tests pass without any code.",
      "a/data/eval.jsonl:3 answer-not-right The row's answer does not score right against itself. The tests cannot be read: SyntaxError: '(' was never closed in line 1: assert (.",
    ]
  `);
});
