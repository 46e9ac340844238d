import { stat } from "node:fs/promises";
import path from "node:path";
import { LocoError } from "@locollm/core";

/**
 * The nearest folder at or above `from` that holds `semesters/` and `bases/`.
 *
 * @throws LocoError `no-class-repository`
 */
export async function findClassRepository(from: string): Promise<string> {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if ((await isFolder(path.join(folder, "semesters"))) && (await isFolder(path.join(folder, "bases")))) return folder;
    if (path.dirname(folder) === folder) break;
  }
  throw new LocoError({
    code: "no-class-repository",
    message: `Neither ${path.resolve(from)} nor a folder above it is a class repository (one with semesters/ and bases/).`,
    fix: "Change into your clone of the class repository and try again.",
    fields: { folder: path.resolve(from) },
    kind: "usage",
  });
}

async function isFolder(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => null);
  return found?.isDirectory() === true;
}
