import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

test("a new adapter with twenty rows: check tells precisely what is missing", async () => {
  await using made = await smallClass();
  const rows = Array.from({ length: 20 }, (_, i) => `When is high tide on day ${i + 1}?,0${i % 9}:30`);
  await made.write("drafts.csv", `question,answer\n${rows.join("\n")}\n`);
  expect(await made.loco("new", "demo", "--csv", "drafts.csv")).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "Made semesters/2026-s2/adapters/demo with 14 training and 6 evaluation rows.
    Fill in adapter.yaml and README.md (each TODO), write rows into data/, then: loco check demo",
    }
  `);
  const { exitCode, stdout } = await made.loco("check", "demo");
  expect(exitCode).toBe(1);
  expect(stdout).toMatchInlineSnapshot(`
    "semesters/2026-s2/adapters/demo/adapter.yaml:5: error: summary still says TODO. [placeholder-left]
        Write summary in your own words.
    semesters/2026-s2/adapters/demo/adapter.yaml:7: error: authors still says TODO. [placeholder-left]
        Write authors in your own words.
    semesters/2026-s2/adapters/demo/adapter.yaml:11: error: data.provenance still says TODO. [placeholder-left]
        Write data.provenance in your own words.
    semesters/2026-s2/adapters/demo/adapter.yaml:13: error: prompt.system still says TODO. [placeholder-left]
        Write prompt.system in your own words.
    semesters/2026-s2/adapters/demo/adapter.yaml:20: error: limits still says TODO. [placeholder-left]
        Write limits in your own words.
    semesters/2026-s2/adapters/demo/adapter.yaml:21: error: verify still says TODO. [placeholder-left]
        Write verify in your own words.
    semesters/2026-s2/adapters/demo/README.md:3: error: The model card still says TODO. [placeholder-left]
        Write it in your own words.
    semesters/2026-s2/adapters/demo/data/train.jsonl: error: 14 of 600 rows: 586 are missing. [rows-too-few]
        Write more rows, with many wordings; a script of yours may make them.
    semesters/2026-s2/adapters/demo/data/eval.jsonl: error: 6 of 200 rows: 194 are missing. [rows-too-few]
        Write more rows: a third easy, a third medium, a third hard (wordings that training never saw).
    semesters/2026-s2/adapters/demo/data/eval.jsonl:1: warning: Rows without a difficulty: 6. [difficulty-missing]
        Add difficulty: easy, medium or hard, so that the report can tell where the adapter fails.
    semesters/2026-s2/adapters/demo/proposal.md:7: note: The proposal still says TODO. [proposal-unfinished]
        Write it before another team is to write sealed rows from it.
    semesters/2026-s2/adapters/demo/data/eval.jsonl: note: 6 items can only show +86 points: write 194 more to show +8.7 points (four times in five). [eval-shows-little]
        A smaller difference will probably end as “no difference shown”. Reckoned for one item in five that only one side gets right; loco eval measures how many do.
    More: loco explain placeholder-left

    1 adapter checked: 9 errors, 1 warning, 2 notes."
  `);
});

test("a name that is no name, and one that is taken", async () => {
  await using made = await smallClass();
  expect((await made.loco("new", "Tide Tables")).stderr).toMatchInlineSnapshot(`
    "error: Tide Tables cannot be an adapter's name: must be lower-case letters and digits joined by single hyphens, as in iso-dates.
    Try: loco new tide-tables
    More: loco explain bad-adapter-name"
  `);
  await made.loco("new", "tides");
  expect((await made.loco("new", "tides")).stderr).toMatchInlineSnapshot(`
    "error: The adapter 2026-s2/tides is there already.
    Choose another name, or go on with it: loco check tides
    More: loco explain adapter-exists"
  `);
});

test("one that begins with another's manifest and rows says so, and check knows it", async () => {
  await using made = await smallClass();
  await made.copyAdapter("library-sql", { train: 6, eval: 4 });
  expect(await made.loco("new", "museum-sql", "--from", "library-sql")).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "Made semesters/2026-s2/adapters/museum-sql from 2026-s2/library-sql@1.0.0, with its 6 training and 4 evaluation rows; adapter.yaml says so (from).
    Fill in adapter.yaml and README.md (each TODO), change the rows in data/, then: loco check museum-sql",
    }
  `);
  const folder = "semesters/2026-s2/adapters/museum-sql";
  const manifest = await readFile(path.join(made.root, folder, "adapter.yaml"), "utf8");
  expect(manifest).toMatchInlineSnapshot(`
    "# yaml-language-server: $schema=../../../../schemas/adapter.schema.json
    schema: 1
    title: Questions about a library in SQL
    summary: Turns a question about one small library database into a SQLite query.
    from: [2026-s2/library-sql@1.0.0]
    version: 1.0.0
    authors: [{ handle: TODO }]
    licence: CC-BY-4.0
    data:
      provenance: "TODO what you changed in the rows of 2026-s2/library-sql@1.0.0, of which it says: generated by generators/library-sql.mts, seed 2; no personal data"
    prompt:
      system: >-
        Answer with one SQLite query. Tables: authors(id, name, country, born), books(id, title, author_id, genre, year, pages, copies),
        members(id, name, city, level, joined), loans(id, book_id, member_id, loaned, due, returned). returned is NULL while a book is out.
      maxTokens: 96
    score: { scorer: sql, fixture: data/fixtures/library.json }
    train: { recipe: default, epochs: 1, batchSize: 8, learningRate: 0.002 }
    limits: This one schema only; questions of 36 kinds; read-only queries.
    verify: Read the query before you trust its result. Check the table, the column, and whether a limit is included or not.
    "
  `);
  expect(await readFile(path.join(made.root, folder, "README.md"), "utf8")).toContain(
    "\nIt builds on 2026-s2/library-sql@1.0.0.\n",
  );
  expect((await readdir(path.join(made.root, folder), { recursive: true })).sort()).toMatchInlineSnapshot(`
    [
      "README.md",
      "adapter.yaml",
      "data",
      "data/eval.jsonl",
      "data/fixtures",
      "data/fixtures/library.json",
      "data/train.jsonl",
      "proposal.md",
    ]
  `);
  const { stdout } = await made.loco("check", "museum-sql");
  expect(stdout.split("\n").filter((line) => /authors|provenance|rows-shared|builds on|card/.test(line)))
    .toMatchInlineSnapshot(`
    [
      "semesters/2026-s2/adapters/museum-sql/adapter.yaml:7: error: authors still says TODO. [placeholder-left]",
      "    Write authors in your own words.",
      "semesters/2026-s2/adapters/museum-sql/adapter.yaml:10: error: data.provenance still says TODO. [placeholder-left]",
      "    Write data.provenance in your own words.",
      "semesters/2026-s2/adapters/museum-sql/README.md:3: error: The model card still says TODO. [placeholder-left]",
      "semesters/2026-s2/adapters/museum-sql/data/train.jsonl:1: note: 6 of 6 rows are the same as rows of semesters/2026-s2/adapters/library-sql/data/train.jsonl or nearly so, such as train-0001 and its line 1. [rows-shared]",
      "    adapter.yaml says that it builds on it (from): say in data.provenance which rows are yours.",
      "semesters/2026-s2/adapters/museum-sql/data/eval.jsonl:1: note: 4 of 4 rows are the same as rows of semesters/2026-s2/adapters/library-sql/data/eval.jsonl or nearly so, such as eval-0001 and its line 1. [rows-shared]",
      "    adapter.yaml says that it builds on it (from): say in data.provenance which rows are yours.",
    ]
  `);

  await made.write(`${folder}/adapter.yaml`, manifest.replace("2026-s2/library-sql@", "2026-s2/libary-sql@"));
  const wrong = await made.loco("check", "museum-sql");
  expect(wrong.stdout.match(/.*from-unknown.*\n.*/)?.[0]).toMatchInlineSnapshot(`
    "semesters/2026-s2/adapters/museum-sql/adapter.yaml:5: error: There is no adapter called 2026-s2/libary-sql. [from-unknown]
        Did you mean 2026-s2/library-sql?"
  `);
});

test("another adapter to begin with that is not there, cannot be read or stands beside CSV rows", async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 6, eval: 4 });
  expect((await made.loco("new", "dates", "--from", "iso-date")).stderr).toMatchInlineSnapshot(`
    "error: There is no adapter called iso-date.
    Did you mean iso-dates?
    More: loco explain unknown-adapter"
  `);
  await made.write("semesters/2026-s2/adapters/iso-dates/data/eval.jsonl", "{}\n");
  expect((await made.loco("new", "dates", "--from", "iso-dates")).stderr).toMatchInlineSnapshot(`
    "error: 2026-s2/iso-dates cannot be built on: semesters/2026-s2/adapters/iso-dates/data/eval.jsonl:1: id is missing.
    See what is wrong in it: loco check 2026-s2/iso-dates
    More: loco explain origin-unsound"
  `);
  expect((await made.loco("new", "dates", "--from", "iso-dates", "--csv", "x.csv")).stderr).toMatchInlineSnapshot(`
    "error: option '--from <adapter>' cannot be used with option '--csv <file>'
    (loco --help lists the commands, loco <command> --help its options)"
  `);
  expect((await made.loco("check", "2026-s2/dates")).exitCode).toBe(2);
});
