import type { Item, ScorerOptions, SqlFixture, ToolName } from "@locollm/core";
import { goldenReadingCases } from "./golden-reading-items.ts";
import { goldenTextCases } from "./golden-text-items.ts";

/** Outputs whose scores are pinned: the rules of the scorers by example. */
export interface GoldenCase {
  readonly score: ScorerOptions;
  readonly tools?: readonly ToolName[];
  readonly answer: Item["answer"];
  readonly outputs: readonly string[];
}

export const goldenFixture: SqlFixture = {
  schema: 1,
  tables: {
    books: {
      columns: { id: "integer", title: "text", pages: "integer", price: "real" },
      rows: [
        [1, "Anna", 100, 0.1],
        [2, "Bees", 250, 0.2],
        [3, "Cats", null, 9.5],
        [4, "Dogs", 250, 12],
      ],
    },
  },
};

const sql = { scorer: "sql", fixture: "data/fixtures/books.json" } as const;

export const goldenCases: readonly GoldenCase[] = [
  {
    score: { scorer: "exact" },
    answer: "2021-03-03",
    outputs: [
      "2021-03-03",
      " 2021-03-03\n",
      "2021-03-04",
      "03-03-2021",
      "March 3, 2021",
      "The date is 2021-03-03.",
      "The date is 2021-03-04.",
      "2021-03-03 or 2021-03-04",
      "12021-03-03",
      "",
    ],
  },
  {
    score: { scorer: "exact" },
    answer: "Paris",
    outputs: ["Paris", "paris", "London", "It is Paris.", "Parisian", "New York"],
  },
  { score: { scorer: "exact" }, answer: "42", outputs: ["42", "7", "It is 42", "142", "42.5"] },
  {
    score: { scorer: "numeric", tolerance: 0.1 },
    answer: 1234.5,
    outputs: [
      "1234.5",
      "1,234.5",
      "+1234.6",
      "1234.61",
      "-1234.5",
      "$1234.5",
      "It is 1,234.50 euros.",
      "first 3, then 4",
      "none",
      "NaN",
      "1e3",
      "Infinity",
      "",
    ],
  },
  {
    score: { scorer: "numeric", tolerance: 1e-6 },
    tools: ["calculator"],
    answer: 65,
    outputs: [
      "there + more\n26 + 39",
      "26 + 39 = 66",
      "Answer: 13 * 5",
      "26 - 39",
      "65",
      "1 / 0",
      "The answer is 65.",
      "so 26 + 39\nThe answer is 66.",
      "no idea",
    ],
  },
  {
    score: { scorer: "choice", choices: ["email", "email lists", "network"] },
    answer: "email",
    outputs: [
      "email",
      "Email.",
      '"EMAIL"',
      "network",
      "The queue is email.",
      "email lists",
      "It is the email lists",
      "email or network",
      "emails",
      "none of them",
      "?!",
      "",
    ],
  },
  {
    score: { scorer: "json" },
    answer: { vendor: "Fern", total: 12, lines: [{ item: "a" }, { item: "b" }] },
    outputs: [
      '{"vendor":"Fern","total":12,"lines":[{"item":"a"},{"item":"b"}]}',
      '{"total":12.0,"vendor":" Fern ","lines":[{"item":"a"},{"item":"b"}]}',
      '{"vendor":"Fern","total":"12","lines":[{"item":"b"},{"item":"a"}]}',
      '{"vendor":"Fern","total":12,"lines":[{"item":"a"},{"item":"b"}],"note":""}',
      '{"vendor":"Fern","total":1e999,"lines":[]}',
      '```json\n{"vendor":"Fern","total":12,"lines":[{"item":"a"},{"item":"b"}]}\n```',
      'Here [it] is: {"vendor":"Fern","total":13}',
      '{"vendor":"Fern",',
      "12",
      "NaN",
      '{"__proto__":{"vendor":"Fern"}}',
      "",
    ],
  },
  {
    score: sql,
    answer: "SELECT title FROM books WHERE pages = 250",
    outputs: [
      "SELECT title FROM books WHERE pages = 250",
      "select b.title as name from books b where not b.pages <> 250 order by title desc; -- two",
      "SELECT title FROM books WHERE pages >= 100",
      "SELECT title, pages FROM books WHERE pages = 250",
      "SELECT id FROM books WHERE pages = 250",
      "```sql\nSELECT title FROM books WHERE pages = 250;\n```",
      "The query: SELECT title FROM books WHERE pages = 250;\nIt lists titles.",
      "SELECT title FROM books WHERE pages = 250\n\nThis lists titles.",
      "I do not know.",
      "SELECT title FROM books WHERE pages = 250; DROP TABLE books",
      "DROP TABLE books",
      "SELECT title FROM books WHERE pages = 250 AND date('now') > '2000'",
      "",
    ],
  },
  {
    score: sql,
    answer: "SELECT SUM(price) FROM books WHERE id < 3",
    outputs: ["SELECT 0.3", "SELECT 0.1 + 0.2", "SELECT 0.30001", "SELECT '0.3'", "VALUES (0.3)"],
  },
  {
    score: sql,
    answer: "SELECT title FROM books ORDER BY id",
    outputs: [
      "SELECT title FROM books ORDER BY title",
      "SELECT title FROM books ORDER BY id DESC",
      "WITH b AS (SELECT * FROM books) SELECT title FROM b ORDER BY 1",
    ],
  },
  { score: sql, answer: "SELECT colour FROM books", outputs: ["SELECT title FROM books"] },
  ...goldenTextCases,
  ...goldenReadingCases,
  {
    score: { scorer: "python", timeLimit: 60, memory: 256 },
    answer: { setup: "from math import pi", tests: "assert area(1) == pi\nassert area(2) == 4 * pi" },
    outputs: [
      "def area(r):\n    return pi * r ** 2",
      "```python\ndef area(r):\n    return pi * r ** 2\n```\nIt squares r.",
      "```sh\nls\n```\n```py\ndef area(r):\n    return pi * r ** 2",
      "```\narea = lambda r: r * r * pi\n```\n```\nprint(area(1))\n```",
      "This is it:\nimport math\n\ndef area(r):\n    return math.pi * r ** 2\n\nThat is all.",
      "def area(r):\n    return pi * r",
      "def area(r):\n    return None",
      "def area(r)\n    return pi",
      "import sys\nsys.exit(0)",
      "import os\nos._exit(0)",
      "print('x' * 2 ** 21)",
      "pi r squared",
      "",
    ],
  },
];
