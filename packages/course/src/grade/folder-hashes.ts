import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** sha256 of every file below a folder by its path there, with forward slashes; none where there is no folder. */
export async function folderHashes(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return [];
  });
  const hashes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const hash = createHash("sha256").update(await readFile(file));
      return [path.relative(folder, file).replaceAll(path.sep, "/"), hash.digest("hex")] as const;
    });
  return new Map(await Promise.all(hashes));
}
