import path from "node:path";
import { sealsSchema, type Seals } from "@locollm/core";
import { writeWhole } from "../write-whole.ts";

/** Writes a semester's `seals.json`, adapters in the order of their names. */
export async function writeSeals(root: string, semester: string, seals: Seals): Promise<void> {
  const adapters = Object.fromEntries(Object.entries(seals.adapters).sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = JSON.stringify(sealsSchema.parse({ ...seals, adapters }), null, 2);
  await writeWhole(path.join(root, "semesters", semester, "seals.json"), `${text}\n`);
}
