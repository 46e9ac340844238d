import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Migration } from "@locollm/core";
import { writeWhole } from "@locollm/store";

/** Where a semester's migration between two bases is committed. */
function migrationFolder(root: string, { semester, from, to }: Migration): string {
  return path.join(root, "semesters", semester, "migrations", `${from.id}--${to.id}`);
}

/** Writes the record and the report; the folder that they are in. */
export async function writeMigration(root: string, migration: Migration, report: string): Promise<string> {
  const folder = migrationFolder(root, migration);
  await mkdir(folder, { recursive: true });
  await writeWhole(path.join(folder, "migration.json"), `${JSON.stringify(migration, null, 2)}\n`);
  await writeWhole(path.join(folder, "report.md"), report);
  return folder;
}
