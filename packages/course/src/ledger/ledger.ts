import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { adapterIdSchema, instructorRecordSchema, LocoError, type InstructorRecord } from "@locollm/core";
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

/**
 * The records of one adapter, in the order in which its submissions came.
 *
 * @throws LocoError `record-unreadable`
 */
export async function readLedger(folder: string, adapter: string): Promise<InstructorRecord[]> {
  const own = path.join(folder, ...adapter.split("/"));
  const names = (await readdir(own).catch(() => [])).filter((name) => recordName.test(name)).sort();
  const records = await Promise.all(names.map((name) => readRecord(path.join(own, name))));
  return records.sort((a, b) => Date.parse(a.received.at) - Date.parse(b.received.at));
}

/** The adapters of which there are records, by their ids. */
export async function adaptersInLedger(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  const ids = files
    .filter((file) => recordName.test(path.basename(file)))
    .map((file) => path.dirname(file).replaceAll(path.sep, "/"))
    .filter((id) => adapterIdSchema.safeParse(id).success);
  return [...new Set(ids)].sort();
}

/** The number of the try in which this is measured: the one that measured the same, or the next; null for what was refused. */
export function tryNumber(records: readonly InstructorRecord[], measured: string | null): number | null {
  if (measured === null) return null;
  const same = records.find((record) => record.measured === measured)?.try.number;
  return same ?? Math.max(0, ...records.map((record) => record.try.number ?? 0)) + 1;
}

/** Writes a record; in the place of the one of the same files, if there is one. */
export async function writeLedger(folder: string, record: InstructorRecord): Promise<string> {
  const files = record.files?.slice(0, 12) ?? "unread";
  const name = record.try.number === null ? `refused-${files}.json` : `try-${record.try.number}-${files}.json`;
  const own = path.join(folder, ...record.adapter.split("/"));
  await writeWhole(path.join(own, name), `${JSON.stringify(record, null, 2)}\n`);
  const earlier = (await readdir(own)).filter((one) => recordName.exec(one)?.[2] === files && one !== name);
  for (const one of earlier) await rm(path.join(own, one));
  return path.join(own, name);
}

const recordName = /^(try-\d+|refused)-([0-9a-f]{12}|unread)\.json$/;

async function readRecord(file: string): Promise<InstructorRecord> {
  const text = await readFile(file, "utf8");
  try {
    return instructorRecordSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new LocoError({
      code: "record-unreadable",
      message: `${file} is no record of a grade, or was cut off.`,
      fix: "Take it out of the folder and grade that submission again with --records.",
      fields: { file },
      cause: error,
    });
  }
}
