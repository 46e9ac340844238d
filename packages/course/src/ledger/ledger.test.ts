import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { InstructorRecord } from "@locollm/core";
import { expect, test } from "vitest";
import { instructorRecord } from "../../test/instructor-record.ts";
import { adaptersInLedger, openLedger, readLedger, writeLedger } from "./ledger.ts";

const hash = (letter: string) => letter.repeat(64);
const record = (files: string, about: Partial<InstructorRecord> = {}): InstructorRecord => ({
  ...instructorRecord,
  files: hash(files),
  ...about,
});
const adapter = "2026-s2/tides";

test("each submission has one record for each deadline, and they come in the order of its submissions", async () => {
  await using made = await ledger();
  expect(await readLedger(made.folder, adapter)).toEqual([]);
  const [early, late] = ["2026-10-11T10:30:00+11:00", "2026-10-11T00:00:00Z"].map((at) => ({
    received: { at, by: "instructor" as const },
  }));
  const other = { deadline: { name: "project-1", at: "2026-09-20T17:00:00+10:00" } };
  for (const one of [
    record("a", late),
    record("b", early),
    record("a", { ...late, author: "Ada" }),
    record("a", { ...late, ...other }),
  ])
    await writeLedger(made.folder, one);
  const records = await readLedger(made.folder, adapter);
  expect(records.map(({ files, author, deadline }) => [files![0], author, deadline.name])).toEqual([
    ["b", null, "end"],
    ["a", "Ada", "end"],
    ["a", null, "project-1"],
  ]);
  expect(await readLedger(made.folder, "2026-s2/other")).toEqual([]);
  expect(await adaptersInLedger(made.folder)).toEqual([adapter]);
});

test("what was refused is measured later in the same place, and what was measured is not taken back", async () => {
  await using made = await ledger();
  const [refused, measured] = [record("a", { measured: null }), record("a")];
  expect((await writeLedger(made.folder, refused)).record).toEqual(refused);
  expect((await writeLedger(made.folder, measured)).record).toEqual(measured);
  // But when it came is what the instructor says last.
  const received = { at: "2026-10-08T16:58:00+11:00", by: "instructor" as const };
  const corrected = { ...measured, received };
  expect((await writeLedger(made.folder, { ...refused, received })).record).toEqual(corrected);
  expect(await readLedger(made.folder, adapter)).toEqual([corrected]);
});

test("a commit is the same submission, whatever the class has put beside its files since", async () => {
  await using made = await ledger();
  const head = "c".repeat(40);
  await writeLedger(made.folder, record("a", { head }));
  await writeLedger(made.folder, record("b", { head, measured: hash("f") }));
  await writeLedger(made.folder, record("b", { head: "d".repeat(40) }));
  const records = await readLedger(made.folder, adapter);
  expect(records.map((one) => [one.head![0], one.files![0]])).toEqual([
    ["c", "b"],
    ["d", "b"],
  ]);
});

test("a record that was cut off is named, and nothing is graded over it", async () => {
  await using made = await ledger();
  const { file } = await writeLedger(made.folder, record("a"));
  await writeFile(file, (await readFile(file, "utf8")).slice(0, 100));
  await expect(readLedger(made.folder, adapter)).rejects.toMatchObject({
    code: "record-unreadable",
    fields: { file },
  });
});

test("a file of another name, or of an older version, is not left out in silence", async () => {
  await using made = await ledger();
  const { file } = await writeLedger(made.folder, record("a"));
  await rename(file, path.join(path.dirname(file), "try-1.json"));
  expect(await readLedger(made.folder, adapter)).toHaveLength(1);
  await writeFile(path.join(path.dirname(file), "try-2.json"), JSON.stringify({ ...record("b"), try: { number: 2 } }));
  await expect(readLedger(made.folder, adapter)).rejects.toMatchObject({ code: "record-unreadable" });
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
