import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { migrationSchema, type Migration } from "@locollm/core";
import { writeWhole } from "@locollm/store";

/** Where a semester's migration between two bases is committed. */
function migrationFolder(root: string, { semester, from, to }: Pick<Migration, "semester" | "from" | "to">): string {
  return path.join(root, "semesters", semester, "migrations", `${from.id}--${to.id}`);
}

/** The record of a semester's migration between two bases; null where there is none that can be read. */
export function readMigration(
  root: string,
  named: Pick<Migration, "semester" | "from" | "to">,
): Promise<Migration | null> {
  return readMigrationIn(migrationFolder(root, named));
}

/** The record in a migration's folder; null where there is none that can be read. */
export async function readMigrationIn(folder: string): Promise<Migration | null> {
  try {
    return migrationSchema.parse(JSON.parse(await readFile(path.join(folder, "migration.json"), "utf8")));
  } catch {
    return null;
  }
}

/** Writes the record and the report; the folder that they are in. */
export async function writeMigration(root: string, migration: Migration, report: string): Promise<string> {
  const folder = migrationFolder(root, migration);
  await mkdir(folder, { recursive: true });
  await writeWhole(path.join(folder, "migration.json"), `${JSON.stringify(migration, null, 2)}\n`);
  await writeWhole(path.join(folder, "report.md"), report);
  return folder;
}
