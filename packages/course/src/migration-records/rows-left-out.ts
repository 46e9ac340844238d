import { readdir } from "node:fs/promises";
import path from "node:path";
import { datasetHash, type Item } from "@locollm/core";
import type { Workspace } from "@locollm/store";
import { readMigrationIn } from "./migration-files.ts";

/** Ids of rows that an adapter's trainings on a base left out because they no longer fit there, a list for each migration's record. */
export async function rowsLeftOut(workspace: Workspace, adapter: string, baseSha256: string): Promise<string[][]> {
  const found: string[][] = [];
  for (const { id } of workspace.semesters) {
    const folder = path.join(workspace.root, "semesters", id, "migrations");
    for (const name of await readdir(folder).catch(() => [])) {
      const record = await readMigrationIn(path.join(folder, name));
      const moved = record?.adapters.find((one) => one.moved.adapter === adapter)?.moved;
      if (record?.to.sha256 === baseSha256 && moved !== undefined && moved.rows.tooLong.length > 0)
        found.push(moved.rows.tooLong);
    }
  }
  return found;
}

/** Which of an adapter's rows have this hash: all, or all but one list of those that were left out; undefined where none have. */
export function rowsOfHash(
  items: readonly Item[],
  left: readonly (readonly string[])[],
  sha256: string,
): readonly Item[] | undefined {
  return [items, ...left.map((ids) => items.filter(({ id }) => !ids.includes(id)))].find(
    (some) => datasetHash(some) === sha256,
  );
}
