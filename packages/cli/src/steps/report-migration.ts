import type { Migration } from "@locollm/core";
import { migrateSemester, migrationReport, obtainRouter, writeMigration, type MoveOptions } from "@locollm/course";
import type { AdapterFolder, SemesterFolder, Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

export interface ReportedMigration {
  readonly migration: Migration;
  /** Where record and report stand. */
  readonly folder: string;
  readonly report: string;
}

/**
 * Moves what is not moved yet, fits the router to the semester as it is then, and writes what becomes of each adapter.
 *
 * @param missing adapters that others tried to move and could not
 */
export async function reportMigration(
  invocation: Invocation,
  workspace: Workspace,
  semester: SemesterFolder,
  adapters: readonly AdapterFolder[],
  moving: MoveOptions,
  missing: Migration["missing"] = [],
): Promise<ReportedMigration> {
  const moved = await migrateSemester(invocation, workspace, semester, adapters, moving);
  const migration = { ...moved, missing: [...moved.missing, ...missing] };
  await obtainRouter(invocation, workspace, semester);
  const report = migrationReport(migration, semester, moving.from.manifest, moving.to.manifest);
  return { migration, report, folder: await writeMigration(workspace.root, migration, report) };
}
