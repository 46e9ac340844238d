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
    semesters/2026-s2/adapters/demo/adapter.yaml:19: error: limits still says TODO. [placeholder-left]
        Write limits in your own words.
    semesters/2026-s2/adapters/demo/adapter.yaml:20: error: verify still says TODO. [placeholder-left]
        Write verify in your own words.
    semesters/2026-s2/adapters/demo/README.md:3: error: The model card still says TODO. [placeholder-left]
        Write it in your own words.
    semesters/2026-s2/adapters/demo/data/train.jsonl: error: 14 of 600 rows: 586 are missing. [rows-too-few]
        Write more rows, with many wordings; a script of yours may make them.
    semesters/2026-s2/adapters/demo/data/eval.jsonl: error: 6 of 200 rows: 194 are missing. [rows-too-few]
        Write more rows: a third easy, a third medium, a third hard (wordings that training never saw).
    semesters/2026-s2/adapters/demo/data/eval.jsonl:1: warning: Rows without a difficulty: 6. [difficulty-missing]
        Add difficulty: easy, medium or hard, so that the report can tell where the adapter fails.
    semesters/2026-s2/adapters/demo/data/eval.jsonl: note: 6 items can only show +86 points: write 194 more to show +8.7 points (four times in five). [eval-shows-little]
        A smaller difference will probably end as “no difference shown”. Reckoned for one item in five that only one side gets right; loco eval measures how many do.

    1 adapter checked: 9 errors, 1 warning, 1 note."
  `);
});

test("a name that is no name, and one that is taken", async () => {
  await using made = await smallClass();
  expect((await made.loco("new", "Tide Tables")).stderr).toMatchInlineSnapshot(`
    "error: Tide Tables cannot be an adapter's name: must be lower-case letters and digits joined by single hyphens, as in iso-dates.
    Try: loco new tide-tables"
  `);
  await made.loco("new", "tides");
  expect((await made.loco("new", "tides")).stderr).toMatchInlineSnapshot(`
    "error: The adapter 2026-s2/tides is there already.
    Choose another name, or go on with it: loco check tides"
  `);
});
