import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { SubmittedFile, SubmittedKind } from "./submitted-file.ts";

/** More than any submission has; a folder without end stops here. */
const mostListed = 2000;

/** Every file below a plain folder, as a submission of it would be: links are told and not followed. */
export async function folderFiles(root: string, folder: string, { below = true } = {}): Promise<SubmittedFile[]> {
  const files: SubmittedFile[] = [];
  const pending = [folder];
  while (pending.length > 0 && files.length < mostListed) {
    const at = pending.pop()!;
    for (const entry of await readdir(path.join(root, at), { withFileTypes: true })) {
      const name = `${at}/${entry.name}`;
      const place = path.join(root, name);
      if (entry.isDirectory()) {
        if (below) pending.push(name);
        continue;
      }
      const { size, mode } = await lstat(place);
      const kind: SubmittedKind = entry.isSymbolicLink()
        ? "link"
        : !entry.isFile()
          ? "other"
          : process.platform !== "win32" && (mode & 0o111) !== 0
            ? "executable"
            : "file";
      files.push({ path: name, kind, bytes: size, read: () => readFile(place) });
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
