import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { InstructorRecord } from "@locollm/core";
import { expect, test } from "vitest";
import { instructorRecord } from "../../test/instructor-record.ts";
import { adaptersInLedger, openLedger, readLedger, tryNumber, writeLedger } from "./ledger.ts";

const hash = (letter: string) => letter.repeat(64);
const record = (number: number | null, files: string, received = "2026-10-09T16:58:00+11:00"): InstructorRecord => ({
  ...instructorRecord,
  files: hash(files),
  measured: number === null ? null : hash(String(number)),
  received: { at: received, by: "instructor" },
  try: { number, of: 3 },
});

test("what measures the same is the same try, others the next; a refusal uses none", async () => {
  await using made = await ledger();
  expect(await readLedger(made.folder, "2026-s2/tides")).toEqual([]);
  const seen: (number | null)[] = [];
  for (const measured of [hash("1"), null, hash("2"), hash("1"), hash("3")]) {
    const number = tryNumber(await readLedger(made.folder, "2026-s2/tides"), measured);
    seen.push(number);
    await writeLedger(made.folder, { ...record(null, "abcde"[seen.length - 1]!), measured, try: { number, of: 3 } });
  }
  expect(seen).toEqual([1, null, 2, 1, 3]);
  expect((await readdir(path.join(made.folder, "2026-s2/tides"))).sort()).toEqual([
    "refused-bbbbbbbbbbbb.json",
    "try-1-aaaaaaaaaaaa.json",
    "try-1-dddddddddddd.json",
    "try-2-cccccccccccc.json",
    "try-3-eeeeeeeeeeee.json",
  ]);
  expect(await readLedger(made.folder, "2026-s2/other")).toEqual([]);
  expect(await adaptersInLedger(made.folder)).toEqual(["2026-s2/tides"]);
});

test("files that were refused and are graded later have one record, and records come in the order of their submissions", async () => {
  await using made = await ledger();
  await writeLedger(made.folder, record(null, "a", "2026-10-11T00:00:00Z"));
  await writeLedger(made.folder, record(1, "a", "2026-10-11T00:00:00Z"));
  await writeLedger(made.folder, record(2, "b", "2026-10-11T10:30:00+11:00"));
  const records = await readLedger(made.folder, "2026-s2/tides");
  expect(records.map((one) => one.try.number)).toEqual([2, 1]);
});

test("a record that was cut off is named, and nothing is graded over it", async () => {
  await using made = await ledger();
  const file = await writeLedger(made.folder, record(1, "a"));
  await writeFile(file, (await readFile(file, "utf8")).slice(0, 100));
  await expect(readLedger(made.folder, "2026-s2/tides")).rejects.toMatchObject({
    code: "record-unreadable",
    fields: { file },
  });
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

async function ledger() {
  const root = await mkdtemp(path.join(os.tmpdir(), "loco-ledger-"));
  const folder = await openLedger(path.join(root, "grades"), path.join(root, "class"));
  return { folder, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}
