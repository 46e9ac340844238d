import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { importMappingSchema, type AdapterManifest, type Item } from "@locollm/core";
import { afterAll, expect, test } from "vitest";
import { importItems } from "./import-items.ts";

const folder = await mkdtemp(path.join(os.tmpdir(), "loco import "));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Items, or findings in words, of a file with this content under a mapping. */
async function read(name: string, content: string, mapping: object, score: object = { scorer: "exact" }) {
  const file = path.join(folder, name);
  await writeFile(file, content);
  const { items, findings } = await importItems(file, {
    mapping: importMappingSchema.parse(mapping),
    score: score as AdapterManifest["score"],
    idPrefix: "demo",
  });
  const said = findings.map(({ severity, line, message, fix }) => `${severity} ${line ?? ""} ${message} → ${fix}`);
  return [...items, ...said] as (Item | string)[];
}

test("GSM8K's shape: a worked answer whose last number follows a mark", async () => {
  const rows = [
    { question: "Ana has 3 hens and buys 2 more. How many has she?", answer: "3 + 2 = <<3+2=5>>5\n#### 5" },
    { question: "What do 12 tickets at 100 dollars cost?", answer: "12 * 100 = 1200\n#### $1,200" },
    { question: "And nothing?", answer: "I do not know" },
  ];
  expect(
    await read(
      "gsm.jsonl",
      rows.map((one) => JSON.stringify(one)).join("\n"),
      { prompt: "question", answer: "answer", answerAfter: "####", target: "answer" },
      { scorer: "numeric", tolerance: 1e-6 },
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "answer": 5,
        "id": "demo-0001",
        "messages": [
          {
            "content": "Ana has 3 hens and buys 2 more. How many has she?",
            "role": "user",
          },
          {
            "content": "3 + 2 = <<3+2=5>>5
    #### 5",
            "role": "assistant",
          },
        ],
      },
      {
        "answer": 1200,
        "id": "demo-0002",
        "messages": [
          {
            "content": "What do 12 tickets at 100 dollars cost?",
            "role": "user",
          },
          {
            "content": "12 * 100 = 1200
    #### $1,200",
            "role": "assistant",
          },
        ],
      },
      "error 3 The answer holds no ####. → Mend the row, or import.answerAfter.",
    ]
  `);
});

test("HumanEval's and MBPP's shapes: tests made of several fields", async () => {
  const human = {
    task_id: "HumanEval/900",
    prompt: "def twice(n):\n    ",
    entry_point: "twice",
    canonical_solution: "    return 2 * n",
    test: "def check(candidate):\n    assert candidate(2) == 4",
  };
  const mbpp = {
    task_id: 7,
    text: "Write a function to double a number.",
    test_list: ["assert twice(2) == 4", "assert twice(0) == 0"],
    test_setup_code: "",
  };
  expect([
    ...(await read("human.jsonl", JSON.stringify(human), {
      id: "task_id",
      prompt: "prompt",
      answer: "{test}\ncheck({entry_point})",
      target: "{prompt}{canonical_solution}",
    })),
    ...(await read("mbpp.jsonl", JSON.stringify(mbpp), {
      id: "mbpp-{task_id}",
      prompt: "text",
      answer: { setup: "test_setup_code", tests: "test_list" },
    })),
  ]).toMatchInlineSnapshot(`
    [
      {
        "answer": "def check(candidate):
        assert candidate(2) == 4
    check(twice)",
        "id": "HumanEval/900",
        "messages": [
          {
            "content": "def twice(n):
        ",
            "role": "user",
          },
          {
            "content": "def twice(n):
            return 2 * n",
            "role": "assistant",
          },
        ],
      },
      {
        "answer": {
          "tests": "assert twice(2) == 4
    assert twice(0) == 0",
        },
        "id": "mbpp-7",
        "prompt": "Write a function to double a number.",
      },
    ]
  `);
});

test("multiple choice: by letter, index, text or the file's own label, in JSONL and CSV", async () => {
  const choice = { scorer: "choice", choices: ["A", "B", "C"] };
  const rows = [
    { q: "Which is a bird?", options: ["trout", "heron"], right: 1 },
    { q: "Which is a fish?", options: ["trout", "heron"], right: "A" },
    { q: "Which flies?", options: ["trout", "heron"], right: "heron" },
    { q: "Which walks?", options: ["trout", "heron", "ant"], right: 3 },
  ];
  const jsonl = rows.map((row) => JSON.stringify(row)).join("\n");
  expect(await read("choice.jsonl", jsonl, { prompt: "q", choices: "options", answer: "right" }, choice))
    .toMatchInlineSnapshot(`
      [
        {
          "answer": "B",
          "id": "demo-0001",
          "prompt": "Which is a bird?
      A. trout
      B. heron",
        },
        {
          "answer": "A",
          "id": "demo-0002",
          "prompt": "Which is a fish?
      A. trout
      B. heron",
        },
        {
          "answer": "B",
          "id": "demo-0003",
          "prompt": "Which flies?
      A. trout
      B. heron",
        },
        "error 4 The answer 3 names none of the 3 options. → Files name it by letter, by index from 0, by the option's text, or by a label in import.choiceLabels.",
      ]
    `);
  const arc = {
    question: "Which is a bird?",
    choices: { text: ["trout", "heron"], label: ["1", "2"] },
    answerKey: "2",
  };
  expect(
    await read(
      "arc.jsonl",
      JSON.stringify(arc),
      { prompt: "question", choices: "choices.text", choiceLabels: "choices.label", answer: "answerKey" },
      choice,
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "answer": "B",
        "id": "demo-0001",
        "prompt": "Which is a bird?
    A. trout
    B. heron",
      },
    ]
  `);
  expect(
    await read(
      "mmlu.csv",
      'question,A,B,C,answer,level\n"Which, of these, swims?",ant,heron,trout,C,Easy\n',
      { prompt: "question", choices: ["A", "B", "C"], answer: "answer", difficulty: "level" },
      choice,
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "answer": "C",
        "difficulty": "easy",
        "id": "demo-0001",
        "prompt": "Which, of these, swims?
    A. ant
    B. heron
    C. trout",
      },
    ]
  `);
});

test("JSON lists inside a document, rows that are lists", async () => {
  const document = JSON.stringify({ data: { train: [["what is my balance", "balance"]] } });
  const mapping = { rows: "data.train", prompt: "{0}", answer: "{1}" };
  expect(await read("intents.json", document, mapping)).toEqual([
    { id: "demo-0001", prompt: "what is my balance", answer: "balance" },
  ]);
  expect(await read("intents.json", document, { ...mapping, rows: "data" })).toMatchInlineSnapshot(`
    [
      "error  The file is no list of rows. → Name in import.rows where the list is: data.train.",
    ]
  `);
  expect(await read("broken.json", "[1", mapping)).toMatchInlineSnapshot(`
    [
      "error  The file is not JSON. → A file with one object a line is called .jsonl.",
    ]
  `);
});

test("a misspelled field is said once, a bad row with its line", async () => {
  const rows = '{"q":"a","a":"1","id":"x"}\n{"q":"b","id":"x","a":"2"}\nnull\n{"q":"c","id":"y"}\n';
  expect(await read("rows.jsonl", rows, { prompt: "question", answer: "a" })).toMatchInlineSnapshot(`
    [
      "error 3 This line is not a JSON object or list. → One JSON object a line; a file that is one JSON list is called .json.",
      "error 1 There is no field question. → Did you mean q? Mend import in adapter.yaml.",
    ]
  `);
  expect(await read("rows.jsonl", rows, { id: "id", prompt: "q", answer: "a" })).toMatchInlineSnapshot(`
    [
      {
        "answer": "1",
        "id": "x",
        "prompt": "a",
      },
      "error 3 This line is not a JSON object or list. → One JSON object a line; a file that is one JSON list is called .json.",
      "error 2 The id x stands twice. → Name another field in import.id.",
      "error 4 There is no field a. → Did you mean q? Mend import in adapter.yaml.",
    ]
  `);
});
