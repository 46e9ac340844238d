import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import path from "node:path";
import type { SubmittedFile, SubmittedKind } from "./submitted-file.ts";

/** More than any submission has; a folder without end stops here. */
const mostListed = 2000;

/** Every file below a plain folder, as a submission of it would be: links are told and not followed. */
export async function folderFiles(root: string, folder: string, { below = true } = {}): Promise<SubmittedFile[]> {
  const files: SubmittedFile[] = [];
  const pending = [folder];
  // Folders count, too: they may nest without an end, and hold nothing.
  for (let seen = 0; pending.length > 0 && seen < mostListed;) {
    const at = pending.pop()!;
    const entries = await readdir(path.join(root, at), { withFileTypes: true }).catch((error: unknown) => {
      if (at === folder || !unreadable.includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      files.push({ path: at, kind: "other", bytes: 0, read: () => Promise.reject(error as Error) });
      return [];
    });
    for (const entry of entries.slice(0, mostListed - seen)) {
      seen += 1;
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
      files.push({ path: name, kind, bytes: size, read: () => readPlain(place, size) });
    }
  }
  // What was not looked at is told as a folder that holds too much.
  for (const at of pending.slice(0, mostListed))
    files.push({ path: at, kind: "other", bytes: 0, read: () => Promise.reject(new Error("not looked at")) });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a folder's listing may end in that says no more than that nobody can look into it. */
const unreadable = ["EACCES", "EPERM", "EBUSY", "ENAMETOOLONG", "ELOOP", "ENOENT", "ENOTDIR"];

/** The bytes that a plain file had when it was listed: what took its place since is not followed, and what grew is not read on. */
async function readPlain(place: string, size: number): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  await using handle = await open(place, flags);
  const bytes = new Uint8Array(size);
  let read = 0;
  while (read < size) {
    const { bytesRead } = await handle.read(bytes, read, size - read, read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}
