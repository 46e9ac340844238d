import { expect, test } from "vitest";
import { demoManifest } from "../workspace/temporary-class.ts";
import { findingsOf, folder, row } from "./check-adapter.fixture.ts";

const trainFile = `${folder}/data/train.jsonl`;
const evalFile = `${folder}/data/eval.jsonl`;
const about = async (files: Record<string, string>, ...codes: string[]) =>
  (await findingsOf(files)).filter((line) => codes.includes(line.split(" ")[1]!));

test("personal data: the kind and the line, never the value", async () => {
  const texts = [
    "Write to ana.silva@uni-coimbra.pt today",
    "Write to ana@example.org today",
    "My card is 4111 1111 1111 1111",
    "My card is 4111 1111 1111 1112",
    "Pay to DE89 3704 0044 0532 0130 00",
    "Pay to DE89 3704 0044 0532 0130 01",
    "Call +61 2 4221 3218 before noon",
    "Call (202) 555-0142 before noon",
    "Call me on 0412 345 678",
    "student number: z5123456",
    "SSN 219-09-9999",
    "Invoice 2022/2199, PO-6327, INV-20221218-0044, 1 578.00 EUR on 2022-12-18 at 10:30:15",
    "Tuition number 5123456 of 12,345,678 and 3.14159265358979",
  ];
  const rows = texts.map((text, at) => row(`r${at}`, text, "x")).join("");
  const found = await about({ [trainFile]: rows }, "personal-data");
  expect(found.map((line) => line.replace(/ → .*/, ""))).toMatchInlineSnapshot(`
    [
      "warning personal-data data/train.jsonl:1 The row holds what looks like an e-mail address.",
      "warning personal-data data/train.jsonl:3 The row holds what looks like a payment card's number.",
      "warning personal-data data/train.jsonl:5 The row holds what looks like an IBAN.",
      "warning personal-data data/train.jsonl:7 The row holds what looks like a phone number.",
      "warning personal-data data/train.jsonl:9 The row holds what looks like a phone number.",
      "warning personal-data data/train.jsonl:10 The row holds what looks like a student or staff number.",
      "warning personal-data data/train.jsonl:11 The row holds what looks like a US social security number.",
    ]
  `);
  expect(found.join("\n")).not.toMatch(/silva|4111|DE89|4221|0412|z5123|9999/);
});

test("personal data beside question and answer: ids, sources, tags, and a fixture's rows", async () => {
  const named = (more: object) => `${JSON.stringify({ id: "a", prompt: "Who?", answer: "x", ...more })}\n`;
  expect(
    await about(
      {
        [`${folder}/adapter.yaml`]: demoManifest.replace(
          "{ scorer: exact }",
          "{ scorer: sql, fixture: data/fixtures/club.json }",
        ),
        [`${folder}/data/fixtures/club.json`]: `{
  "schema": 1,
  "tables": {
    "members": {
      "columns": { "name": "text", "mail": "text" },
      "rows": [
        ["Ana", "ana@example.org"],
        ["Ben", "ben@uni-coimbra.pt"],
        ["Cleo", "cleo@uni-coimbra.pt"]
      ]
    }
  }
}`,
        [trainFile]: named({ id: "ana@uni-coimbra.pt" }) + named({ source: "call +61 2 4221 3218" }),
        [evalFile]: named({ tags: ["from ben@uni-coimbra.pt"] }),
      },
      "personal-data",
      "fixture-row",
    ),
  ).toMatchInlineSnapshot(`
    [
      "warning personal-data data/fixtures/club.json:8 A row of the table members holds what looks like an e-mail address. → Replace it with an invented one (mail at example.org, phone numbers from 555-0100 to 555-0199), or leave the row out.",
      "warning personal-data data/train.jsonl:1 The row holds what looks like an e-mail address. → Replace it with an invented one (mail at example.org, phone numbers from 555-0100 to 555-0199), or leave the row out.",
      "warning personal-data data/train.jsonl:2 The row holds what looks like a phone number. → Replace it with an invented one (mail at example.org, phone numbers from 555-0100 to 555-0199), or leave the row out.",
      "warning personal-data data/eval.jsonl:1 The row holds what looks like an e-mail address. → Replace it with an invented one (mail at example.org, phone numbers from 555-0100 to 555-0199), or leave the row out.",
    ]
  `);
});
