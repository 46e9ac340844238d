import type { Item, ScorerOptions } from "@locollm/core";
import { expect, test } from "vitest";
import { evaluationSet } from "./evaluation-set.ts";

const rows = (count: number, source?: (i: number) => string | undefined) =>
  Array.from({ length: count }, (_, i) => {
    const named = source?.(i);
    const item: Item = { id: `e${i}`, prompt: `Say ${i}`, answer: "x", ...(named !== undefined && { source: named }) };
    return { item, line: i + 1 };
  });

const said = (
  set: ReturnType<typeof rows>,
  { minimumRows = 200, scorer = { scorer: "exact" } }: { minimumRows?: number; scorer?: ScorerOptions } = {},
) =>
  evaluationSet({ rows: set, file: "data/eval.jsonl", scorer, alpha: 0.05, minimumRows }).map(
    ({ severity, code, line, message, fix }) => `${severity} ${code}:${line ?? ""} ${message} → ${fix}`,
  );

test("a small set: what it can show, and how many more the class's rule or ten points ask for", () => {
  expect([...said(rows(60)), ...said(rows(60), { minimumRows: 3 }), ...said(rows(1))].join("\n"))
    .toMatchInlineSnapshot(`
    "note eval-shows-little: 60 items can only show +15.2 points: write 140 more to show +8.7 points (four times in five). → A smaller difference will probably end as “no difference shown”. Reckoned for one item in five that only one side gets right; loco eval measures how many do.
    note eval-shows-little: 60 items can only show +15.2 points: write 92 more to show +10 points (four times in five). → A smaller difference will probably end as “no difference shown”. Reckoned for one item in five that only one side gets right; loco eval measures how many do.
    note eval-shows-little: 1 item can show nothing: write 199 more to show +8.7 points (four times in five). → A smaller difference will probably end as “no difference shown”. Reckoned for one item in five that only one side gets right; loco eval measures how many do."
  `);
});

test("graded values: reckoned as for right or wrong, until they are measured", () => {
  expect(said(rows(60), { scorer: { scorer: "rouge-l", threshold: 0.5 } as ScorerOptions })).toMatchInlineSnapshot(`
    [
      "note eval-shows-little: 60 items can only show +15.2 points: write 140 more to show +8.7 points (four times in five). → A smaller difference will probably end as “no difference shown”. Reckoned as for right or wrong; loco eval says what these values can show.",
    ]
  `);
});

test("nothing of a set that is large enough, or of none", () => {
  expect(said(rows(152))).toEqual([]);
  expect(said(rows(151))).toHaveLength(1);
  expect(said([])).toEqual([]);
});

test("rows that share sources count by source", () => {
  expect(said(rows(200, (i) => (i < 4 ? undefined : `page ${i % 3}`)))).toMatchInlineSnapshot(`
    [
      "warning sources-too-few:5 The 200 rows come from 7 sources, and a verdict needs 10: rows of one source count together. → Take rows from 3 more sources; leave \`source\` out only of rows that do not depend on each other.",
    ]
  `);
  expect(said(rows(200, (i) => `page ${i % 20}`))).toMatchInlineSnapshot(`
    [
      "note eval-shows-little: The 200 rows come from 20 sources. Where rows of one source go right or wrong together, a source is worth one item: 20 items can only show +31.3 points: write 132 more to show +10 points (four times in five). → A smaller difference will probably end as “no difference shown”. Reckoned for one item in five that only one side gets right; loco eval measures how many do.",
    ]
  `);
  expect(said(rows(400, (i) => `page ${i % 200}`))).toEqual([]);
  expect(said(rows(200, (i) => `page ${i}`))).toEqual([]);
});
