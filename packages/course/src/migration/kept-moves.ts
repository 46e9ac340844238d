import { readFile } from "node:fs/promises";
import path from "node:path";
import { migratedAdapterSchema, type MigratedAdapter } from "@locollm/core";
import { writeWhole } from "@locollm/store";

/** What a move depends on: where one of these differs, it is made again. */
export type MoveKey = Pick<MigratedAdapter, "data"> & { readonly from: string; readonly to: string };

/** One adapter's finished move in the workspace's own `.loco/`; null where there is none of just these rows and bases. */
export async function readMove(root: string, adapter: string, key: MoveKey): Promise<MigratedAdapter | null> {
  try {
    const { from, to, moved } = JSON.parse(await readFile(moveFile(root, adapter, key), "utf8")) as {
      from: unknown;
      to: unknown;
      moved: unknown;
    };
    const read = migratedAdapterSchema.parse(moved);
    const same =
      from === key.from && to === key.to && read.data.train === key.data.train && read.data.eval === key.data.eval;
    return same ? read : null;
  } catch {
    return null;
  }
}

export async function keepMove(root: string, key: MoveKey, moved: MigratedAdapter): Promise<void> {
  const { from, to } = key;
  await writeWhole(moveFile(root, moved.adapter, key), `${JSON.stringify({ from, to, moved })}\n`);
}

function moveFile(root: string, adapter: string, { from, to }: MoveKey): string {
  return path.join(root, ".loco", "migrations", `${from.slice(0, 12)}--${to.slice(0, 12)}`, `${adapter}.json`);
}
