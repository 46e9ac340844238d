import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { smallClass } from "../../test/small-class.ts";

test("a preview on real weights stops early and writes no results", { timeout: 300_000 }, async () => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 40 });
  const folder = path.join(made.root, "semesters/2026-s2/adapters/iso-dates");
  const before = await readdir(folder, { recursive: true });
  const { stdout, exitCode } = await made.loco("eval", "iso-dates", "--preview");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\npreview, no grade: probably better, after (16|32) of 40 items \(items won /);
  expect(stdout).toContain("The verdict: loco eval iso-dates");
  expect(stdout).toContain("It may be wrong.");
  expect(await readdir(folder, { recursive: true })).toEqual(before);
  expect(await readdir(path.join(made.root, ".loco")).catch(() => [])).not.toContain("runs");
});

test.each([
  [["iso-dates", "--preview", "--margin", "0"], "--margin 0 is no number of points above 0 and below 100."],
  [["iso-dates", "--preview", "--conditions", "all"], "cannot be used with option"],
  [["--preview"], "A preview is of one adapter, and none is named."],
])("eval %j is wrong use", async (args, message) => {
  await using made = await smallClass();
  await made.copyAdapter("iso-dates", { train: 20, eval: 8 });
  expect(await made.loco("eval", ...args)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(message) as string,
  });
});
