import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { JudgeReport } from "@locollm/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readJudgeReports, writeJudgeReport } from "./judge-reports.ts";

const [after, before] = ["a".repeat(64), "b".repeat(64)];
const zero = { items: 0, won: 0, lost: 0, ties: 0, same: 0, orderDependent: 0, unreadable: 0, errors: 0, cut: 0 };
const report: JudgeReport = {
  schema: 1,
  adapter: "2026-s2/demo",
  before,
  after,
  judge: {
    kind: "local",
    engine: "e",
    base: "b",
    revision: 1,
    isSide: false,
    reference: false,
    by: "writing",
    reasons: false,
  },
  counts: zero,
  preference: "too-few-items",
  delta: 0,
  interval: [-1, 1],
  level: 0.95,
  alpha: 0.05,
  pValue: 1,
  consistency: { same: 0, asked: 0, interval: [0, 1] },
  position: { first: 0, second: 0, pValue: 1 },
  agreement: null,
  pairs: [],
  decidesGrade: false,
};
const agreement = {
  labels: 1,
  unused: 0,
  compared: 1,
  agreed: 1,
  share: 1,
  interval: [0.2, 1] as [number, number],
  kappa: null,
  kappaInterval: [-1, 1] as [number, number],
  commonest: 1,
  table: [
    [1, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  shown: false,
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), "loco judge-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test("a file a judge, for one pair in one order; labels are not lost to a later look without them", async () => {
  const other = { ...report, judge: { ...report.judge, base: "c" } };
  const labelled = { ...report, agreement };
  for (const one of [report, other, labelled, report]) await writeJudgeReport(root, one);
  const read = await readJudgeReports(root, { after, before });
  expect(read).toHaveLength(2);
  expect(read).toContainEqual(other);
  expect(read).toContainEqual(labelled);
  expect(await readJudgeReports(root, { after: before, before: after })).toEqual([]);
});

test("what is no judge's report is named, and not passed over", async () => {
  await writeJudgeReport(root, report);
  const folder = path.join(root, ".loco", "judge", `${after.slice(0, 16)}-${before.slice(0, 16)}`);
  const [file] = await readdir(folder);
  await writeFile(path.join(folder, file!), "{}");
  await expect(readJudgeReports(root, { after, before })).rejects.toMatchObject({ code: "judge-report-unreadable" });
});
