import { statfs } from "node:fs/promises";
import { LocoError } from "@locollm/core";

const spare = 64 << 20;

/**
 * Makes sure that `bytes` more fit on the disk of an existing folder, with 64 MiB to spare.
 *
 * @throws LocoError `no-space`
 */
export async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (bytes + spare <= free) return;
  throw new LocoError({
    code: "no-space",
    message: `${megabytes(bytes + spare)} MB are needed in ${folder}, but the disk has ${megabytes(free)} MB free.`,
    fix: "Free some space (loco cache --prune 30 helps), or set LOCO_HOME to a folder on a larger disk.",
    fields: { folder, needed: bytes + spare, free },
    kind: "machine",
  });
}

function megabytes(bytes: number): string {
  return Math.ceil(bytes / 1e6).toLocaleString("en");
}
