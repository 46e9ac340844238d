import { mkdir, readdir, readFile } from "node:fs/promises";
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
 * The records of one adapter, for all deadlines, in the order in which its submissions came. Every JSON file of its folder is one.
 *
 * @throws LocoError `record-unreadable`
 */
export async function readLedger(folder: string, adapter: string): Promise<InstructorRecord[]> {
  const own = path.join(folder, ...adapter.split("/"));
  const names = (await readdir(own).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const records = await Promise.all(names.map((name) => readRecord(path.join(own, name))));
  return records.sort((a, b) => Date.parse(a.received.at) - Date.parse(b.received.at));
}

/** The adapters of which there are records, by their ids. */
export async function adaptersInLedger(folder: string): Promise<string[]> {
  const ids: string[] = [];
  for (const semester of await foldersIn(folder))
    for (const slug of await foldersIn(path.join(folder, semester))) ids.push(`${semester}/${slug}`);
  return ids.filter((id) => adapterIdSchema.safeParse(id).success).sort();
}

/**
 * Writes a record, in the place of the one of the same submission for the same deadline. A refusal takes away nothing that was measured:
 * the machine or the class's rules may have changed since. When it came is the new record's in any case.
 *
 * @returns the file, and the record that stands there
 */
export async function writeLedger(
  folder: string,
  record: InstructorRecord,
): Promise<{ readonly file: string; readonly record: InstructorRecord }> {
  const file = path.join(folder, ...record.adapter.split("/"), `${record.deadline.name}-${submissionOf(record)}.json`);
  const known = (await readLedger(folder, record.adapter)).find((one) => isSameSubmission(one, record));
  const { received, late, deadline } = record;
  const isTakenBack = record.measured === null && known !== undefined && known.measured !== null;
  const written = instructorRecordSchema.parse(isTakenBack ? { ...known, received, late, deadline } : record);
  await writeWhole(file, `${JSON.stringify(written, null, 2)}\n`);
  return { file, record: written };
}

type About = Pick<InstructorRecord, "files" | "head" | "deadline">;

/** Whether two records are of the same submission for the same deadline. */
export function isSameSubmission(one: About, other: About): boolean {
  return submissionOf(one) === submissionOf(other) && one.deadline.name === other.deadline.name;
}

/** A commit is itself, whatever the class has put beside its files since; a folder or a zip is its files. */
function submissionOf({ head, files }: Pick<About, "files" | "head">): string {
  return head ?? files ?? "unread";
}

async function foldersIn(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

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
