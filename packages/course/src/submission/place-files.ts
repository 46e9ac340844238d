import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { SubmittedFile } from "./submitted-file.ts";

/**
 * Writes files that were inspected without an error below a folder of ours, as plain files that nobody may run. It makes each of them
 * anew: what stands there already is an error, so that nothing is written through a link.
 */
export async function placeFiles(root: string, files: readonly SubmittedFile[]): Promise<void> {
  for (const file of files) {
    const target = path.join(root, ...file.path.split("/"));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, await file.read(), { flag: "wx", mode: 0o644 });
  }
}
