import { readdir } from "node:fs/promises";
import path from "node:path";
import { folderFiles } from "./folder-files.ts";
import type { SubmittedFile } from "./submitted-file.ts";

/** The files of a class repository that grading reads: its bases, and of each semester its rules and its adapters' folders. */
export async function classFiles(root: string): Promise<SubmittedFile[]> {
  const semesters = await readdir(path.join(root, "semesters"), { withFileTypes: true });
  const folders = semesters.filter((entry) => entry.isDirectory()).map(({ name }) => `semesters/${name}`);
  const below = async (folder: string): Promise<SubmittedFile[]> => {
    const entries = await readdir(path.join(root, folder, "adapters"), { withFileTypes: true }).catch(() => []);
    const adapters = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/adapters/${name}`);
    const own = (await folderFiles(root, folder, { below: false })).filter(({ path: file }) => !file.endsWith(".md"));
    return [...own, ...(await Promise.all(adapters.map((one) => folderFiles(root, one)))).flat()];
  };
  const bases = await folderFiles(root, "bases", { below: false });
  return [...bases, ...(await Promise.all(folders.map(below))).flat()];
}
