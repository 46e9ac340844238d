import { rm } from "node:fs/promises";
import { locoHome } from "../home.ts";
import { isInUse } from "../in-use.ts";
import { removeSealed } from "../sealed-file.ts";
import { errorCode } from "../write-whole.ts";
import { cacheUsage, type CacheEntry } from "./cache-usage.ts";
import { openGenerationCache } from "./generation-cache.ts";

export interface PruneOptions {
  /** Only what was not used for so many days goes; 0 removes everything. */
  readonly olderThanDays: number;
  /** Milliseconds since 1970; for tests. */
  readonly now?: number;
}

export interface Pruned {
  readonly removed: readonly CacheEntry[];
  /** What another process is using or making, or what the system holds open. */
  readonly kept: readonly CacheEntry[];
  /** Cached answers that went, out of the one file that holds them. */
  readonly answers: number;
}

const dayMilliseconds = 86_400_000;
/** What grows is written to at least this often. */
const beingWrittenMilliseconds = 60_000;

/**
 * Removes what was not used lately and is not in use now. Everything in the home folder can be fetched or computed
 * again.
 */
export async function pruneCache(
  { olderThanDays, now = Date.now() }: PruneOptions,
  home: string = locoHome(),
): Promise<Pruned> {
  const removed: CacheEntry[] = [];
  const kept: CacheEntry[] = [];
  let answers = 0;
  for (const entry of await cacheUsage(home)) {
    if (entry.kind === "answers") {
      using cache = openGenerationCache(home);
      answers = cache.prune(olderThanDays, now);
    } else if (now - entry.lastUsed.getTime() >= olderThanDays * dayMilliseconds) {
      const gone = !(await isBusy(entry, now)) && (await remove(entry));
      (gone ? removed : kept).push(entry);
    }
  }
  return { removed, kept, answers };
}

async function isBusy(entry: CacheEntry, now: number): Promise<boolean> {
  if (entry.kind === "unfinished") return Math.abs(now - entry.lastUsed.getTime()) < beingWrittenMilliseconds;
  return isInUse(entry.path);
}

/** False where the system refuses because something has it open, as Windows does. */
async function remove({ kind, path }: CacheEntry): Promise<boolean> {
  try {
    if (kind === "base" || kind === "weights") await removeSealed(path);
    else await rm(path, { recursive: true, force: true, maxRetries: 3 });
    return true;
  } catch (error) {
    if (["EBUSY", "EPERM", "EACCES"].includes(errorCode(error) ?? "")) return false;
    throw error;
  }
}
