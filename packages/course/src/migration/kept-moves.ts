import { readFile } from "node:fs/promises";
import path from "node:path";
import { migratedAdapterSchema, type MigratedAdapter } from "@locollm/core";
import { writeWhole } from "@locollm/store";

/** What a move depends on: where one of these differs, it is made again. Bases by the hashes of their files. */
export interface MoveKey {
  readonly from: string;
  readonly to: string;
  /** Of rows, manifest, weights on the old base, revealed rows, alpha and margin. */
  readonly asked: string;
}

/** One adapter's finished move in the workspace's own `.loco/`; null where there is none of just this. */
export async function readMove(root: string, adapter: string, key: MoveKey): Promise<MigratedAdapter | null> {
  try {
    const kept = JSON.parse(await readFile(moveFile(root, adapter, key), "utf8")) as Record<string, unknown>;
    const same = kept["from"] === key.from && kept["to"] === key.to && kept["asked"] === key.asked;
    return same ? migratedAdapterSchema.parse(kept["moved"]) : null;
  } catch {
    return null;
  }
}

export async function keepMove(root: string, key: MoveKey, moved: MigratedAdapter): Promise<void> {
  await writeWhole(moveFile(root, moved.adapter, key), `${JSON.stringify({ ...key, moved })}\n`);
}

function moveFile(root: string, adapter: string, { from, to }: MoveKey): string {
  return path.join(root, ".loco", "migrations", `${from.slice(0, 12)}--${to.slice(0, 12)}`, `${adapter}.json`);
}
