import { rm } from "node:fs/promises";
import { locoHome } from "../home.ts";
import { removeSealed } from "../sealed-file.ts";
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
  /** Cached answers that went, out of the one file that holds them. */
  readonly answers: number;
}

const dayMilliseconds = 86_400_000;

/** Removes what was not used lately. Everything in the home folder can be fetched or computed again. */
export async function pruneCache(
  { olderThanDays, now = Date.now() }: PruneOptions,
  home: string = locoHome(),
): Promise<Pruned> {
  const removed: CacheEntry[] = [];
  let answers = 0;
  for (const entry of await cacheUsage(home)) {
    if (entry.kind === "answers") {
      using cache = openGenerationCache(home);
      answers = cache.prune(olderThanDays, now);
    } else if (now - entry.lastUsed.getTime() >= olderThanDays * dayMilliseconds) {
      if (entry.kind === "base" || entry.kind === "weights") await removeSealed(entry.path);
      else await rm(entry.path, { recursive: true, force: true, maxRetries: 3 });
      removed.push(entry);
    }
  }
  return { removed, answers };
}
