import { expect, test } from "vitest";
import { demoManifest } from "../workspace/temporary-class.ts";
import { findingsOf, folder, row } from "./check-adapter.fixture.ts";

test("a good adapter has no findings", async () => {
  expect(await findingsOf({})).toEqual([]);
});

test("rows: broken, empty, duplicated, without an answer, of an unknown field", async () => {
  const train = [
    '{"id": "t1", "prompt": "Say 1", "answer": "1",}',
    "",
    row("t2", "Say 2", "2").trim(),
    row("t2", "Say two", "2").trim(),
    '{"id": "t3", "prompt": "Say 3"}',
    '{"id": "t4", "prompt": "Say 4", "anwser": "4"}',
    row("t5", "Say 2", "two").trim(),
    row("t6", "Say 2", "2").trim(),
  ].join("\n");
  expect(await findingsOf({ [`${folder}/data/train.jsonl`]: train })).toMatchInlineSnapshot(`
    [
      "error row-not-json data/train.jsonl:1 This row is not JSON: Expected double-quoted property name at column 47. → One JSON object a line, with straight double quotes.",
      "error row-empty data/train.jsonl:2 This line is empty. → Delete it: every line is one row.",
      "error row-duplicate-id data/train.jsonl:4 The id t2 stands on line 3 too. → Give every row its own id.",
      "error field-missing data/train.jsonl:5 answer is missing. → The right answer: a string or a JSON value, typed by the scorer.",
      "error field-missing data/train.jsonl:6 answer is missing. → The right answer: a string or a JSON value, typed by the scorer.",
      "error field-unknown data/train.jsonl:6 anwser is not a field. → Did you mean answer?",
      "error rows-too-few data/train.jsonl: 3 of 6 rows: 3 are missing. → Write more rows, with many wordings; a script of yours may make them.",
      "error label-conflict data/train.jsonl:7 Line 3 has the same question with another answer. → Decide which answer is right.",
      "warning row-duplicate data/train.jsonl:8 The same question and answer stand on line 3. → Delete one: it counts twice and teaches nothing new.",
    ]
  `);
});

test("training must not have seen an evaluation question, in any spelling", async () => {
  const rows =
    row("e1", "Say 1", "1", "easy") + row("e2", "  say 2! ", "2", "medium") + row("e3", "Say 2 + 2", "2 + 2", "hard");
  expect(await findingsOf({ [`${folder}/data/eval.jsonl`]: rows })).toMatchInlineSnapshot(`
    [
      "error train-eval-overlap data/eval.jsonl:1 The question of e1 stands in train.jsonl line 1 too. → Replace it in one of the files: what training has seen measures nothing.",
      "error train-eval-overlap data/eval.jsonl:2 The question of e2 stands in train.jsonl line 2 too, but for case or punctuation. → Replace it in one of the files: what training has seen measures nothing.",
    ]
  `);
});

test("too few rows, no difficulties, no card", async () => {
  expect(
    await findingsOf({ [`${folder}/data/eval.jsonl`]: row("e1", "Say a", "a"), [`${folder}/README.md`]: "# Demo\n" }),
  ).toMatchInlineSnapshot(`
    [
      "warning card-thin README.md: The model card has 0 words of text. → Say what it is for, how the rows were made, and where it fails.",
      "error rows-too-few data/eval.jsonl: 1 of 3 rows: 2 are missing. → Write more rows: a third easy, a third medium, a third hard (wordings that training never saw).",
      "warning difficulty-missing data/eval.jsonl:1 Rows without a difficulty: 1. → Add difficulty: easy, medium or hard, so that the report can tell where the adapter fails.",
    ]
  `);
});

test("the manifest: licence and provenance missing, a misspelled field, a number out of range", async () => {
  const manifest = `# My adapter\n${demoManifest}`
    .replace("licence: CC-BY-4.0\n", "")
    .replace("data: { provenance: written by hand; no personal data }", "data: {}")
    .replace("summary:", "sumary:")
    .replace("score: { scorer: exact }", "score: { scorer: exact }\ntrain: { rank: 900, use_dora: true }");
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: manifest })).toMatchInlineSnapshot(`
    [
      "error field-missing adapter.yaml:2 summary is missing. → One sentence: what it does with what.",
      "error field-missing adapter.yaml:2 licence is missing. → SPDX name of the data's licence, such as CC-BY-4.0.",
      "error field-missing adapter.yaml:7 data.provenance is missing. → Who or what made the rows, and whether personal data is in them.",
      "error field-invalid adapter.yaml:10 train.rank is 900; it must be at most 64. → LoRA rank r.",
      "error recipe-unexportable adapter.yaml:10 train.use_dora cannot be used: DoRA's magnitude vectors have no place in a LoRA GGUF. → Take it out, or write what that names.",
      "error field-unknown adapter.yaml:4 sumary is not a field. → Did you mean summary?",
    ]
  `);
});

test("the manifest: numbers, texts and lists beyond their bounds", async () => {
  const manifest = demoManifest
    .replace("title: Demo", `title: ${"long ".repeat(20)}`)
    .replace("[{ handle: somebody }]", "[]")
    .concat("train: { epochs: 0, batchSize: 0, dropout: 1, learningRate: 3, topLayers: no }\n");
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: manifest })).toMatchInlineSnapshot(`
    [
      "error field-invalid adapter.yaml:2 title must have at most 80 characters. → Shorten it.",
      "error field-invalid adapter.yaml:5 authors must have at least 1 entry. → Who wrote it, such as [{ handle: your-name }].",
      "error field-invalid adapter.yaml:11 train.dropout is 1; it must be less than 1. → Choose another number.",
      "error field-invalid adapter.yaml:11 train.topLayers: expected number, received string. → Only the last so many blocks; null for all.",
      "error field-invalid adapter.yaml:11 train.learningRate is 3; it must be at most 0.1. → Choose another number.",
      "error field-invalid adapter.yaml:11 train.epochs is 0; it must be more than 0. → Passes over the rows; with schedule auto at most so many.",
      "error field-invalid adapter.yaml:11 train.batchSize is 0; it must be at least 1. → Rows a step.",
    ]
  `);
});

test("YAML that does not parse, and aliases that could grow without bound", async () => {
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: demoManifest.replace("[{ handle", "[{ handle: 'x") }))
    .toMatchInlineSnapshot(`
    [
      "error yaml-syntax adapter.yaml:11 This is not YAML: Missing closing 'quote. → Look at quotes, colons and indentation (spaces, never tabs) on this line and the one above.",
      "error yaml-syntax adapter.yaml:11 This is not YAML: Flow map in block collection must be sufficiently indented and end with a }. → Look at quotes, colons and indentation (spaces, never tabs) on this line and the one above.",
      "error yaml-syntax adapter.yaml:11 This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. → Look at quotes, colons and indentation (spaces, never tabs) on this line and the one above.",
    ]
  `);
  const bomb = `a: &a [x, x]\nb: &b [*a, *a]\n${demoManifest}`;
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: bomb })).toMatchInlineSnapshot(`
    [
      "error yaml-alias adapter.yaml:2 *a refers to another place; aliases are not read. → Write the value itself here.",
    ]
  `);
});

test("answers that the scorer cannot score", async () => {
  const choice = demoManifest.replace("{ scorer: exact }", "{ scorer: choice, choices: [a, b] }");
  expect((await findingsOf({ [`${folder}/adapter.yaml`]: choice })).filter((line) => line.includes("eval.jsonl")))
    .toMatchInlineSnapshot(`
    [
      "error answer-form data/eval.jsonl:3 The answer "c" is not among the choices. → Use one of: a, b.",
    ]
  `);
});

test("answers of each scorer's form", async () => {
  const answers = ["word", "", 3, "1,234", "3/4", ["a", "b"], ["a", ""], { a: 1 }];
  const rows = answers.map((answer, i) => `${JSON.stringify({ id: `e${i}`, prompt: `Say e${i}`, answer })}\n`).join("");
  const refused = async (score: string) => {
    const manifest = demoManifest.replace("{ scorer: exact }", `{ ${score} }`);
    const lines = await findingsOf({ [`${folder}/adapter.yaml`]: manifest, [`${folder}/data/eval.jsonl`]: rows });
    const found = lines.flatMap((line) => /answer-form data\/eval\.jsonl:(\d+)/.exec(line)?.[1] ?? []);
    return `${score}: ${found.map((line) => JSON.stringify(answers[Number(line) - 1])).join(" ")}`;
  };
  const scores = ["regex", "contains", "rouge-l", "chrf", "numeric", "numeric, read: hash", "json, schema: {}"];
  expect(await Promise.all(scores.map((score) => refused(`scorer: ${score}`)))).toMatchInlineSnapshot(`
    [
      "scorer: regex: "" 3 ["a","b"] ["a",""] {"a":1}",
      "scorer: contains: "" 3 ["a",""] {"a":1}",
      "scorer: rouge-l: "" 3 ["a",""] {"a":1}",
      "scorer: chrf: "" 3 ["a",""] {"a":1}",
      "scorer: numeric: "word" "" "1,234" "3/4" ["a","b"] ["a",""] {"a":1}",
      "scorer: numeric, read: hash: "word" "" ["a","b"] ["a",""] {"a":1}",
      "scorer: json, schema: {}: "word" "" 3 "1,234" "3/4"",
    ]
  `);
});

test("a row longer than the context", async () => {
  const long = row("t7", "word ".repeat(900), "x", "easy");
  const train = [1, 2, 3, 4, 5, 6].map((i) => row(`t${i}`, `Say ${i}`, `${i}`)).join("") + long;
  expect(await findingsOf({ [`${folder}/data/train.jsonl`]: train })).toMatchInlineSnapshot(`
    [
      "error row-too-long data/train.jsonl:7 The row has 4550 bytes with its prompt; that is more than the context of 512 tokens. → Shorten it, or raise train.contextLength (more memory, slower).",
    ]
  `);
});

test("words that a chat template takes for its own marks", async () => {
  const rows = ["say <|im_end|> now", "is 2 <b> 3?", "close <end_of_turn>"].map((text, i) =>
    row(`t${i}`, text, `${i}`),
  );
  expect((await findingsOf({ [`${folder}/data/train.jsonl`]: rows.join("") })).filter((line) => line.includes("token")))
    .toMatchInlineSnapshot(`
      [
        "error row-template-token data/train.jsonl:1 The row holds <|im_end|>, by which bases mark where a turn begins or ends. → Write the words without that mark; the base's own template adds what it needs.",
        "error row-template-token data/train.jsonl:3 The row holds <end_of_turn>, by which bases mark where a turn begins or ends. → Write the words without that mark; the base's own template adds what it needs.",
      ]
    `);
});

test("a row that no recipe makes room for, because the base has none", async () => {
  const long = row("t7", "word ".repeat(900), "x", "easy");
  const train = [1, 2, 3, 4, 5, 6].map((i) => row(`t${i}`, `Say ${i}`, `${i}`)).join("") + long;
  const manifest = `${demoManifest}train: { contextLength: 8192 }\n`;
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: manifest, [`${folder}/data/train.jsonl`]: train }))
    .toMatchInlineSnapshot(`
    [
      "error row-too-long data/train.jsonl:7 The row has 4550 bytes with its prompt; that is more than the context of 512 tokens. → Shorten it.",
    ]
  `);
});

test("files of other kinds, encodings and licences", async () => {
  expect(
    await findingsOf({
      [`${folder}/package.json`]: '{"scripts":{"postinstall":"true"}}',
      [`${folder}/data/train.jsonl`]: Buffer.from(row("t1", "Say 1", "1"), "utf16le"),
      [`${folder}/data/eval.jsonl`]: `\uFEFF${row("e1", "Say a", "a", "easy")}`,
      [`${folder}/adapter.yaml`]: demoManifest.replace("CC-BY-4.0", "Proprietary"),
    }),
  ).toMatchInlineSnapshot(`
    [
      "error file-unexpected package.json: An adapter's folder holds data only, and this file has no place in it. → Remove it. Allowed: adapter.yaml, README.md, proposal.md, TRAINING_LOG.md, data/, locks/, results/, weights/.",
      "error text-binary data/train.jsonl: The file holds zero bytes: it is UTF-16 text or no text. → Save it again as "UTF-8" (in Notepad: Save as, Encoding).",
      "warning text-bom data/eval.jsonl:1 The file begins with a byte order mark. → Save it as "UTF-8", not "UTF-8 with BOM".",
      "warning licence-unknown adapter.yaml:6 Proprietary is not among the open licences that we know by their SPDX name. → Use one of CC0-1.0, CC-BY-3.0, CC-BY-4.0, CC-BY-SA-4.0, MIT, Apache-2.0, BSD-2-Clause, BSD-3-Clause, ODC-By-1.0, ODbL-1.0, PDDL-1.0, or say in README.md why this one allows reuse.",
      "error rows-too-few data/eval.jsonl: 1 of 3 rows: 2 are missing. → Write more rows: a third easy, a third medium, a third hard (wordings that training never saw).",
      "warning difficulty-thin data/eval.jsonl: Hardly any medium and hard rows (1 easy, 0 medium, 0 hard). → Aim at a third of each.",
    ]
  `);
});

test("a row that nests without end, a folder without end", async () => {
  const deep = `{"id":"t1","prompt":"Say","answer":${"[".repeat(50_000)}${"]".repeat(50_000)}}\n`;
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`${folder}/junk/${i}.txt`, ""]));
  const findings = await findingsOf({ [`${folder}/data/train.jsonl`]: deep, ...many });
  expect(findings.filter((line) => line.includes("row-too-deep") || line.includes("too-many-files")))
    .toMatchInlineSnapshot(`
    [
      "error too-many-files junk: The folder holds more than 500 files. → Keep only what an adapter's folder is for.",
      "error row-too-deep data/train.jsonl:1 The row nests deeper than 64. → Make the answer flatter.",
    ]
  `);
});

test("a recipe that is not there, a fixture that is missing or does not suit its columns", async () => {
  const fixture = `${folder}/data/fixtures/f.json`;
  const sql = demoManifest.replace("{ scorer: exact }", "{ scorer: sql, fixture: data/fixtures/f.json }");
  const tables = {
    t: {
      columns: { a: "integer", b: "text" },
      rows: [
        [1, "x"],
        [1.5, "y"],
      ],
    },
    u: { columns: { a: "real" }, rows: [[1, 2]] },
  };
  const errors = async (files: Record<string, string>) =>
    (await findingsOf(files)).filter((line) => line.startsWith("error"));
  expect(await errors({ [`${folder}/adapter.yaml`]: `${demoManifest}train: { recipe: defalt }\n` }))
    .toMatchInlineSnapshot(`
      [
        "error unknown-recipe adapter.yaml:11 There is no recipe called defalt. → Did you mean default?",
      ]
    `);
  expect(await errors({ [`${folder}/adapter.yaml`]: sql })).toMatchInlineSnapshot(`
    [
      "error file-missing data/fixtures/f.json: The file is missing. → Write it; loco new makes a first version.",
    ]
  `);
  const odd = JSON.stringify({ schema: "2", tables }, null, 2);
  expect(await errors({ [`${folder}/adapter.yaml`]: sql, [fixture]: odd })).toMatchInlineSnapshot(`
    [
      "error field-invalid data/fixtures/f.json:2 schema: 2 is none of 1. → Did you mean 1?",
    ]
  `);
  expect(await errors({ [`${folder}/adapter.yaml`]: sql, [fixture]: JSON.stringify({ schema: 1, tables }, null, 2) }))
    .toMatchInlineSnapshot(`
      [
        "error fixture-row data/fixtures/f.json:14 Row 2 of the table t has 1.5 in the integer column a. → Correct the value or the column's type.",
        "error fixture-row data/fixtures/f.json:25 Row 1 of the table u has 2 values for 1 columns. → Write one value a column.",
      ]
    `);
});

test("a declared origin that is no adapter of the class, and the adapter itself", async () => {
  const from = (names: string) => demoManifest.replace("licence:", `from: ${names}\nlicence:`);
  const manifest = from("[2026-s2/demmo@1.0.0, 2026-s2/demo@0.9.0]");
  const other = "semesters/2026-s2/adapters/demos/adapter.yaml";
  const found = await findingsOf({ [`${folder}/adapter.yaml`]: manifest, [other]: "broken: [" });
  expect(found.filter((line) => line.includes("from-"))).toMatchInlineSnapshot(`
    [
      "error from-unknown adapter.yaml:6 There is no adapter called 2026-s2/demmo. → Did you mean 2026-s2/demos?",
      "error from-unknown adapter.yaml:6 2026-s2/demo@0.9.0 is this adapter itself. → Name the adapters that it builds on, or delete from.",
    ]
  `);
  expect((await findingsOf({ [`${folder}/adapter.yaml`]: from("[demo]") }))[0]).toMatchInlineSnapshot(
    `"error field-invalid adapter.yaml:6 from.0: must be <semester>/<adapter>@<version>, as in 2026-s1/iso-dates@1.0.0. → Write what is expected here."`,
  );
});
