import { readFile } from "node:fs/promises";
import path from "node:path";
import { replaceYamlValue } from "../replace-yaml-value.ts";
import { writeWhole } from "../write-whole.ts";

/** Names a semester's bases in its `semester.yaml`, the default one first. */
export async function writeBases(root: string, semester: string, bases: readonly string[]): Promise<void> {
  const file = path.join(root, "semesters", semester, "semester.yaml");
  await writeWhole(file, replaceYamlValue(await readFile(file, "utf8"), "bases", `[${bases.join(", ")}]`));
}
