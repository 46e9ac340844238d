import { mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { instructorRecordSchema, type InstructorRecord } from "@locollm/core";
import { writeWhole } from "@locollm/store";
import { requireOutside } from "../work/outside-repository.ts";

/**
 * The folder of an instructor's records, which may not stand in a class repository: what is committed there, everybody reads.
 *
 * @throws LocoError `records-in-repository`
 */
export async function openLedger(folder: string, repository: string): Promise<string> {
  await requireOutside(folder, repository, {
    code: "records-in-repository",
    holds: "points and names",
    such: "~/grades",
  });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** The records of one adapter, in the order of their tries. */
export async function readLedger(folder: string, adapter: string): Promise<InstructorRecord[]> {
  const own = path.join(folder, ...adapter.split("/"));
  const names = (await readdir(own).catch(() => [])).filter((name) => /^try-\d+\.json$/.test(name));
  const records = await Promise.all(
    names.map(async (name) => instructorRecordSchema.parse(JSON.parse(await readFile(path.join(own, name), "utf8")))),
  );
  return records.sort((a, b) => a.try.number - b.try.number);
}

/** The number of the try that these files are: theirs again, or the next. */
export function tryNumber(records: readonly InstructorRecord[], files: string | null): number {
  return (
    records.find((record) => record.files === files)?.try.number ??
    Math.max(0, ...records.map((record) => record.try.number)) + 1
  );
}

/** Writes a record under the number of its try. */
export async function writeLedger(folder: string, record: InstructorRecord): Promise<string> {
  const file = path.join(folder, ...record.adapter.split("/"), `try-${record.try.number}.json`);
  await writeWhole(file, `${JSON.stringify(record, null, 2)}\n`);
  return file;
}
