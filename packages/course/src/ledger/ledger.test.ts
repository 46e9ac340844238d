import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { InstructorRecord } from "@locollm/core";
import { expect, test } from "vitest";
import { openLedger, readLedger, tryNumber, writeLedger } from "./ledger.ts";

const record = (number: number, files: string): InstructorRecord => ({
  schema: 1,
  adapter: "2026-s2/tides",
  files: files.repeat(64),
  head: null,
  received: { at: "2026-10-09T16:58:00+11:00", by: "instructor" },
  deadline: { name: "end", at: "2026-11-20T17:00:00+11:00" },
  late: { days: 0, keeps: 1, sentence: "In time." },
  try: { number, of: 3, graded: true },
  parts: [{ part: "check", points: 30, of: 30, because: "loco check finds no error." }],
  points: 30,
  of: 30,
  similar: [],
});

test("the same files are the same try, others the next", async () => {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco-ledger-"));
  try {
    const folder = await openLedger(path.join(root, "grades"), path.join(root, "class"));
    expect(await readLedger(folder, "2026-s2/tides")).toEqual([]);
    for (const [files, number] of [
      ["a", 1],
      ["b", 2],
      ["a", 1],
      ["c", 3],
    ] as const) {
      const known = await readLedger(folder, "2026-s2/tides");
      expect(tryNumber(known, files.repeat(64))).toBe(number);
      await writeLedger(folder, record(number, files));
    }
    const tries = await readLedger(folder, "2026-s2/tides");
    expect(tries.map((one) => [one.try.number, one.files![0]])).toEqual([
      [1, "a"],
      [2, "b"],
      [3, "c"],
    ]);
    expect(await readLedger(folder, "2026-s2/other")).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});

test.each(["class", "class/grades", "class/../class/.loco"])(
  "records in the repository are refused: %s",
  async (folder) => {
    const root = path.join(os.tmpdir(), "loco-no-such");
    await expect(openLedger(path.resolve(root, folder), path.join(root, "class"))).rejects.toMatchObject({
      code: "records-in-repository",
    });
  },
);
