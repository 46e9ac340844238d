import type { Migration } from "@locollm/core";
import {
  joinMigrations,
  migrateSemester,
  migrationReport,
  obtainRouter,
  readMigration,
  writeMigration,
  type MoveOptions,
} from "@locollm/course";
import type { AdapterFolder, SemesterFolder, Workspace } from "@locollm/store";
import type { Invocation } from "../invocation.ts";
import { refuseErrors } from "./refuse-errors.ts";

export interface ReportedMigration {
  readonly migration: Migration;
  /** Where record and report stand. */
  readonly folder: string;
  readonly report: string;
}

/**
 * Moves what is not moved yet, writes what becomes of each adapter, and fits the router to the semester as it is then.
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
  const moved = await migrateSemester(invocation, workspace, semester, adapters, {
    ...moving,
    check: (adapter) => refuseErrors(invocation, workspace, adapter, ["locks", "weights", "results"]),
  });
  const record = await readMigration(workspace.root, moved);
  const now = { ...moved, missing: [...moved.missing, ...missing] };
  const migration = joinMigrations(
    record,
    now,
    semester.adapters.map(({ id }) => id),
  );
  const report = migrationReport(migration, semester, moving.from.manifest, moving.to.manifest);
  const folder = await writeMigration(workspace.root, migration, report);
  await obtainRouter(invocation, workspace, semester);
  return { migration, report, folder };
}
