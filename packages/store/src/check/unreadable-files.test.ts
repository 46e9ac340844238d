import { expect, test } from "vitest";
import { demoCard, demoManifest } from "../workspace/temporary-class.ts";
import { findingsOf, folder, row } from "./check-adapter.fixture.ts";

const train = [1, 2, 3, 4, 5, 6].map((i) => row(`t${i}`, `Say ${i}`, `${i}`, "easy"));
const conflict = (ours: string, theirs: string) => `<<<<<<< HEAD\n${ours}=======\n${theirs}>>>>>>> somebody/branch\n`;

test("Windows' line ends are fine everywhere", async () => {
  const files = {
    [`${folder}/adapter.yaml`]: demoManifest.replaceAll("\n", "\r\n"),
    [`${folder}/README.md`]: demoCard.replaceAll("\n", "\r\n"),
    [`${folder}/data/train.jsonl`]: train.join("").replaceAll("\n", "\r\n"),
  };
  expect(await findingsOf(files)).toEqual([]);
});

test("byte order marks, UTF-16 both ways round, and old encodings are named, with the line where there is one", async () => {
  const latin1 = Buffer.from(`${train.slice(0, 2).join("")}${row("t9", "Où?", "là")}`, "latin1");
  expect(
    await findingsOf({
      [`${folder}/adapter.yaml`]: `\uFEFF${demoManifest}`,
      [`${folder}/README.md`]: `\uFEFF${demoCard}`,
      [`${folder}/data/train.jsonl`]: latin1,
      [`${folder}/data/eval.jsonl`]: Buffer.from(`\uFEFF${row("e1", "Say a", "a")}`, "utf16le"),
    }),
  ).toMatchInlineSnapshot(`
    [
      "warning text-bom adapter.yaml:1 The file begins with a byte order mark. → Save it as "UTF-8", not "UTF-8 with BOM".",
      "error text-not-utf8 data/train.jsonl:3 The file is not UTF-8 text. → Save it again as "UTF-8" (in Excel: Save as, "CSV UTF-8").",
      "error text-utf16 data/eval.jsonl: The file is UTF-16 text. → Save it again as "UTF-8" (in Notepad: Save as, Encoding).",
      "warning text-bom README.md:1 The file begins with a byte order mark. → Save it as "UTF-8", not "UTF-8 with BOM".",
    ]
  `);
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: Buffer.from(demoManifest, "utf16le").swap16() }))
    .toMatchInlineSnapshot(`
      [
        "error text-binary adapter.yaml: The file holds zero bytes: it is UTF-16 text or no text. → Save it again as "UTF-8" (in Notepad: Save as, Encoding).",
      ]
    `);
});

test("a merge that git left half-way, in every kind of file", async () => {
  expect(
    await findingsOf({
      [`${folder}/README.md`]: `${demoCard}${conflict("mine\n", "theirs\n")}`,
      [`${folder}/data/train.jsonl`]: `${train.join("")}${conflict(row("a", "A?", "a"), row("b", "B?", "b"))}`,
      [`${folder}/locks/tiny.json`]: conflict("{}\n", "{}\n"),
    }),
  ).toMatchInlineSnapshot(`
    [
      "error merge-conflict locks/tiny.json:1 Git left both sides of a merge here. → Keep the lines of one side, and delete the other and the lines <<<<<<<, ======= and >>>>>>>.",
      "error merge-conflict data/train.jsonl:7 Git left both sides of a merge here. → Keep the lines of one side, and delete the other and the lines <<<<<<<, ======= and >>>>>>>.",
      "error merge-conflict README.md:4 Git left both sides of a merge here. → Keep the lines of one side, and delete the other and the lines <<<<<<<, ======= and >>>>>>>.",
    ]
  `);
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: `${demoManifest}${conflict("a: 1\n", "a: 2\n")}` }))
    .toMatchInlineSnapshot(`
      [
        "error merge-conflict adapter.yaml:11 Git left both sides of a merge here. → Keep the lines of one side, and delete the other and the lines <<<<<<<, ======= and >>>>>>>.",
      ]
    `);
  // What only looks like it: a headline's underline, a quoted shift.
  expect(
    await findingsOf({ [`${folder}/README.md`]: `${demoCard}\nShift\n=======\n\n<<<<<<< is no operator\n` }),
  ).toEqual([]);
});

test("a file where a folder should be, a folder where a file should be", async () => {
  const none = { [`${folder}/data/train.jsonl`]: null, [`${folder}/data/eval.jsonl`]: null };
  expect(await findingsOf({ ...none, [`${folder}/data`]: "rows" })).toMatchInlineSnapshot(`
    [
      "error file-unexpected data: An adapter's folder holds data only, and this file has no place in it. → Remove it. Allowed: adapter.yaml, README.md, proposal.md, TRAINING_LOG.md, data/, locks/, results/, weights/.",
      "error file-missing data/train.jsonl: The file is missing. → Write it; loco new makes a first version.",
      "error file-missing data/eval.jsonl: The file is missing. → Write it; loco new makes a first version.",
    ]
  `);
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: null, [`${folder}/adapter.yaml/x`]: "" }))
    .toMatchInlineSnapshot(`
      [
        "error file-unexpected adapter.yaml/x: An adapter's folder holds data only, and this file has no place in it. → Remove it. Allowed: adapter.yaml, README.md, proposal.md, TRAINING_LOG.md, data/, locks/, results/, weights/.",
        "error file-not-regular adapter.yaml: This is not a plain file. → Put a plain text file here.",
      ]
    `);
});

test("what is blank or of another kind is told in the words of the file", async () => {
  const manifest = demoManifest
    .replace("title: Demo", "title: '  '")
    .replace("version: 1.0.0", "version: 1.0")
    .replace("written by hand; no personal data", '" "')
    .replace("{ scorer: exact }", "{ scorer: exakt }\ntrain: { precision: bf32 }");
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: manifest })).toMatchInlineSnapshot(`
    [
      "error field-empty adapter.yaml:2 title is empty. → Fill in title.",
      "error field-invalid adapter.yaml:4 version: expected string, received number. → Three numbers, such as 1.0.0.",
      "error field-empty adapter.yaml:7 data.provenance is empty. → Who or what made the rows, and whether personal data is in them.",
      "error field-invalid adapter.yaml:9 score.scorer: exakt is none of exact, regex, contains, numeric, choice, json, rouge-l, chrf, sql, python. → Did you mean exact?",
      "error field-invalid adapter.yaml:10 train.precision: bf32 is none of auto, fp32, bf16, fp16. → Did you mean bf16, fp32?",
    ]
  `);
  expect(await findingsOf({ [`${folder}/adapter.yaml`]: "# nothing yet\n" })).toMatchInlineSnapshot(`
    [
      "error field-invalid adapter.yaml:1 Named fields belong here, not nothing. → Write fields with names: schema, title, summary, version, authors, from, licence, data, prompt, score, train, import, limits, verify.",
    ]
  `);
  const rows = ['["a", "b"]', "null", '{"id": "t1", "answer": "1"}', row("t2", " ", "2").trim()];
  const odd =
    `${row("t3", "Say 3", "3", "hardd")}${row("t4", "Say \ud83d", "4")}${row("t5", "Say \ud83d\ude00 or \\ud83d", "5")}`.trim();
  expect(await findingsOf({ [`${folder}/data/train.jsonl`]: [...rows, odd].join("\n") })).toMatchInlineSnapshot(`
    [
      "error field-invalid data/train.jsonl:1 Named fields belong here, not a list. → Write fields with names: id, prompt, messages, answer, difficulty, tags, source.",
      "error field-invalid data/train.jsonl:2 Named fields belong here, not nothing. → Write fields with names: id, prompt, messages, answer, difficulty, tags, source.",
      "error field-invalid data/train.jsonl:3 This needs either prompt or messages, not both. → Known here: id, prompt, messages, answer, difficulty, tags, source.",
      "error field-empty data/train.jsonl:4 prompt is empty. → What the user writes; short for one user message.",
      "error field-invalid data/train.jsonl:5 difficulty: hardd is none of easy, medium, hard. → Did you mean hard?",
      "error row-half-character data/train.jsonl:6 The row holds half a character. → Write the character itself in place of \\ud….",
      "error rows-too-few data/train.jsonl: 1 of 6 rows: 5 are missing. → Write more rows, with many wordings; a script of yours may make them.",
    ]
  `);
});

test("slips in YAML in plain words", async () => {
  const slips = {
    colon: demoManifest.replace("title: Demo", "title: Dates: the ISO way"),
    tab: demoManifest.replace("title: Demo", "\ttitle: Demo"),
    twice: `${demoManifest}title: Again\n`,
    documents: `---\n${demoManifest}---\nmore: 1\n`,
    sign: demoManifest.replace("title: Demo", "title: @demo"),
    deep: `a: ${"[".repeat(20_000)}`,
  };
  const found = Object.entries(slips).map(async ([name, text]) => {
    const findings = await findingsOf({ [`${folder}/adapter.yaml`]: text });
    return [name, findings[0], findings.length] as const;
  });
  expect(await Promise.all(found)).toMatchInlineSnapshot(`
    [
      [
        "colon",
        "error yaml-syntax adapter.yaml:2 This is not YAML: a value on this line holds a colon. → Put the whole value in double quotes.",
        1,
      ],
      [
        "tab",
        "error yaml-syntax adapter.yaml:2 This is not YAML: Tabs are not allowed as indentation. → Look at quotes, colons and indentation (spaces, never tabs) on this line and the one above.",
        1,
      ],
      [
        "twice",
        "error yaml-syntax adapter.yaml:11 This is not YAML: a name stands twice. → Keep one of the two lines.",
        1,
      ],
      [
        "documents",
        "error yaml-syntax adapter.yaml:12 This is not YAML: a line --- begins a second document. → Remove that line and what belongs to the other document.",
        1,
      ],
      [
        "sign",
        "error yaml-syntax adapter.yaml:2 This is not YAML: a value begins with a sign that YAML keeps for itself. → Put the value in double quotes.",
        1,
      ],
      [
        "deep",
        "error yaml-syntax adapter.yaml:1 This is not YAML: it nests without end. → Make it flatter: no file here needs more than four levels.",
        3,
      ],
    ]
  `);
});
