import { LocoError, type Migration } from "@locollm/core";
import type { AdapterFolder, SemesterFolder, Workspace } from "@locollm/store";
import type { Work } from "../work/work.ts";
import { decideMigration } from "./decide-migration.ts";
import { migrateAdapter, type MoveOptions } from "./migrate-adapter.ts";

/**
 * Moves every adapter of a semester to another base. One that cannot be moved is named with the reason and keeps no other one waiting.
 *
 * @param check throws a LocoError where an adapter's data cannot be used
 */
export async function migrateSemester(
  work: Work,
  workspace: Workspace,
  semester: SemesterFolder,
  adapters: readonly AdapterFolder[],
  { check, ...options }: MoveOptions & { readonly check: (adapter: AdapterFolder) => Promise<void> },
): Promise<Migration> {
  const moved: Migration["adapters"][number]["moved"][] = [];
  const missing: Migration["missing"] = [];
  for (const adapter of adapters) {
    work.talk.heading(`${adapter.id} (${moved.length + missing.length + 1} of ${adapters.length})`);
    try {
      await check(adapter);
      moved.push(await migrateAdapter(work, workspace, adapter, options));
    } catch (error) {
      const stops = !(error instanceof LocoError) || error.kind === "interrupted" || error.kind === "machine";
      if (stops || work.signal.aborted) throw error;
      missing.push({ adapter: adapter.id, reason: error.message, fix: error.fix });
    }
  }
  const { from, to, alpha, margin } = options;
  const named = ({ manifest, file }: MoveOptions["from"]) => ({ id: manifest.id, sha256: file.sha256 });
  return {
    schema: 1,
    semester: semester.id,
    from: named(from),
    to: named(to),
    alpha,
    margin,
    adapters: decideMigration(moved, alpha),
    missing,
  };
}
