import { readFile } from "node:fs/promises";
import path from "node:path";
import { replaceYamlValue } from "../replace-yaml-value.ts";
import { writeWhole } from "../write-whole.ts";

/** Gives an adapter another version in its `adapter.yaml`. */
export async function writeVersion(adapterFolder: string, version: string): Promise<void> {
  const file = path.join(adapterFolder, "adapter.yaml");
  await writeWhole(file, replaceYamlValue(await readFile(file, "utf8"), "version", version));
}
