import path from "node:path";
import { adapterPath, type Seals } from "@locollm/core";
import { readRows } from "./read-rows.ts";
import type { AdapterFolder, Row } from "./workspace.ts";

/** Rows that were sealed and are revealed; none before that. `check` proves them against their published hash. */
export async function readRevealedRows(adapter: AdapterFolder, seals: Seals | null): Promise<readonly Row[]> {
  if (seals?.adapters[adapter.slug]?.sealed?.revealed === undefined) return [];
  const name = "data/sealed.jsonl";
  return (await readRows(path.join(adapter.folder, name), `${adapterPath(adapter.id)}/${name}`)).rows;
}
