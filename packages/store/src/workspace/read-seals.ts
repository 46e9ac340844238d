import { lstat } from "node:fs/promises";
import path from "node:path";
import { sealsSchema, type Finding, type Seals } from "@locollm/core";
import { readRecord } from "./read-record.ts";

/** A semester's `seals.json`; nothing is published where there is none, and null says that it cannot be read. */
export async function readSeals(
  root: string,
  semester: string,
): Promise<{ readonly seals: Seals | null; readonly findings: readonly Finding[] }> {
  const shown = `semesters/${semester}/seals.json`;
  const file = path.join(root, shown);
  if ((await lstat(file).catch(() => null)) === null) return { seals: { schema: 1, adapters: {} }, findings: [] };
  const { value, findings } = await readRecord(file, shown, sealsSchema);
  return { seals: value, findings };
}
