import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fc, test as property } from "@fast-check/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsvItems } from "./read-csv-items.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "loco csv-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Buffer, options = {}) {
  const file = path.join(folder, "drafts.csv");
  await writeFile(file, content);
  const { items, findings } = await readCsvItems(file, options);
  return {
    items,
    findings: findings.map(
      ({ severity, code, line, message, fix }) => `${severity} ${code}:${line ?? ""} ${message} → ${fix}`,
    ),
  };
}

test("reads quotes, line breaks, difficulties and tags", async () => {
  const csv = 'Question,Answer,Difficulty,Tags\r\n"Say ""a, b""",a,easy,"x y"\r\n\r\n"two\nlines",b,,\r\n';
  expect(await read(csv)).toEqual({
    findings: [],
    items: [
      { id: "row-0001", prompt: 'Say "a, b"', answer: "a", difficulty: "easy", tags: ["x", "y"] },
      { id: "row-0002", prompt: "two\nlines", answer: "b" },
    ],
  });
});

test("reads what a spreadsheet saves: semicolons, tabs, a byte order mark", async () => {
  const item = { id: "row-0001", prompt: "1,5 + 1?", answer: "2,5" };
  expect((await read("\uFEFFquestion;answer\r\n1,5 + 1?;2,5\r\n")).items).toEqual([item]);
  expect((await read("question\tanswer\n1,5 + 1?\t2,5\n")).items).toEqual([item]);
  expect((await read(Buffer.from("\uFEFFquestion;answer", "utf16le"))).findings[0]).toContain("UTF-16");
});

test("says what is wrong, with the line", async () => {
  const csv = "question,answer,difficulty,note\n,a,easy,\nb,,,\nc,d,hardd,\ne,f,,\n";
  expect((await read(csv)).findings).toMatchInlineSnapshot(`
    [
      "warning csv-columns:1 The column note is not read. → Known columns: question, answer, difficulty, tags.",
      "error csv-row:2 The question is empty. → Write a question, or remove the row.",
      "error csv-row:3 The answer is empty. → Write the answer that is right.",
      "error csv-row:4 The difficulty hardd is not known. → Did you mean hard?",
    ]
  `);
  expect((await read("frage,answer\na,b\n")).findings).toMatchInlineSnapshot(`
    [
      "error csv-columns:1 There is no column question (found: frage, answer). → Name the columns in the first row: question,answer. There are: answer, frage.",
    ]
  `);
  expect((await read('question,answer\n"a,b\n')).findings).toMatchInlineSnapshot(`
    [
      "error csv-syntax:2 This is not valid CSV: Quote Not Closed. → Put text with commas or line breaks in double quotes, and write a quote inside as "".",
    ]
  `);
  expect((await read("")).findings).toMatchInlineSnapshot(`
    [
      "error csv-columns:1 There is no column question and no column answer (found: none). → Name the columns in the first row: question,answer",
    ]
  `);
  expect((await read("question,answer\n")).findings).toMatchInlineSnapshot(`
    [
      "error csv-empty: There are no rows below the column names. → Write one question and answer a row.",
    ]
  `);
});

test("types answers by the scorer", async () => {
  expect((await read('question,answer\nq,"{""a"": 1}"\n', { scorer: "json" })).items[0]!.answer).toEqual({ a: 1 });
  expect((await read("question,answer\nq,{a}\n", { scorer: "json" })).findings).toHaveLength(1);
  expect((await read("question,answer\nq,twelve\n", { scorer: "numeric" })).findings).toHaveLength(1);
});

property.prop([
  fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), { minLength: 1, maxLength: 5 }),
])("any text survives quoting", async (rows) => {
  const sound = rows.filter((row) => row.every((text) => text.trim() !== ""));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const csv = `question,answer\n${sound.map((row) => row.map(quoted).join(",")).join("\n")}\n`;
  const { items } = await read(csv);
  expect(items.map(({ prompt, answer }) => [prompt, answer])).toEqual(
    sound.map((row) => row.map((text) => text.trim())),
  );
});
