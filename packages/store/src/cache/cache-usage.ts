import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { homeFolders, locoHome } from "../home.ts";
import { sealOf } from "../sealed-file.ts";
import { generationCacheFile } from "./generation-cache.ts";

export const cacheKinds = ["base", "weights", "environment", "packages", "build", "answers", "unfinished"] as const;
export type CacheKind = (typeof cacheKinds)[number];

/** One thing in the home folder. */
export interface CacheEntry {
  readonly kind: CacheKind;
  /** File or folder. */
  readonly path: string;
  readonly bytes: number;
  readonly lastUsed: Date;
}

const unfinishedName = /(\.tmp|\.unfinished|\.part|\.part\.json)$/;

/** Everything that LocoLLM keeps in the home folder, largest first. */
export async function cacheUsage(home: string = locoHome()): Promise<CacheEntry[]> {
  const at = (folder: string) => path.join(home, folder);
  const entries = [
    ...(await sealedFiles("base", at(homeFolders.bases))),
    ...(await sealedFiles("weights", at(homeFolders.weights))),
    ...(await children("environment", at(homeFolders.environments))),
    ...(await children("packages", at(homeFolders.wheels))),
    ...(await children("build", at(homeFolders.builds))),
    ...(await children("unfinished", at(homeFolders.downloads))),
    ...(await answers(home)),
  ];
  return entries.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

async function sealedFiles(kind: "base" | "weights", folder: string): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    if (name.endsWith(".seal.json") || name.endsWith(".lock")) continue;
    const about = await stat(file).catch(() => null);
    // Another process has just removed it.
    if (about === null) continue;
    const { size, mtime } = about;
    // The seal's time of change is the last use; see sealed-file.ts.
    const seal = await stat(sealOf(file)).catch(() => null);
    entries.push({
      kind: unfinishedName.test(name) ? "unfinished" : kind,
      path: file,
      bytes: size,
      lastUsed: seal?.mtime ?? mtime,
    });
  }
  return entries;
}

async function children(kind: CacheKind, folder: string): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const about = await stat(file).catch(() => null);
    if (about === null || name.endsWith(".lock")) continue;
    entries.push({ kind, path: file, bytes: await bytesBelow(file), lastUsed: about.mtime });
  }
  return entries;
}

async function answers(home: string): Promise<CacheEntry[]> {
  const file = generationCacheFile(home);
  const found = await stat(file).catch(() => null);
  if (found === null) return [];
  const wal = await stat(`${file}-wal`).catch(() => null);
  const lastUsed = wal !== null && wal.mtimeMs > found.mtimeMs ? wal.mtime : found.mtime;
  return [{ kind: "answers", path: file, bytes: found.size + (wal?.size ?? 0), lastUsed }];
}

async function bytesBelow(file: string): Promise<number> {
  const found = await stat(file);
  if (!found.isDirectory()) return found.size;
  let bytes = 0;
  for (const entry of await readdir(file, { withFileTypes: true, recursive: true })) {
    // A link's target is counted where it stands.
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
  }
  return bytes;
}
