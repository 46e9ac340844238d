import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { LocoError, type CachedGeneration, type GenerationCache } from "@locollm/core";
import type { DatabaseSync } from "node:sqlite";
import { homeFolders, locoHome } from "../home.ts";
import { writeError } from "../write-whole.ts";

/** Answers that were computed once, in one SQLite file that several processes share. */
export interface StoredGenerationCache extends GenerationCache, Disposable {
  readonly size: number;
  /** Removes answers that were not asked for since so many days; returns how many. */
  prune(olderThanDays: number, now?: number): number;
}

const dayMilliseconds = 86_400_000;
/** Raised when the table or the stored form of an answer changes; an older file is started anew. */
const formatVersion = 1;

/**
 * Opens the cache of the home folder. Each `put` is one transaction, so a kill leaves whole entries only; a file that
 * is damaged is replaced, because everything in it can be computed again.
 *
 * @throws LocoError `not-writable`, `cache-unusable`, `no-space`; so do its methods, and `cache-damaged`
 */
export function openGenerationCache(home: string = locoHome()): StoredGenerationCache {
  const file = generationCacheFile(home);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    try {
      return new SqliteGenerationCache(openDatabase(file), file);
    } catch (error) {
      if (!damagedCodes.includes(resultCode(error) ?? 0)) throw error;
      for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });
      return new SqliteGenerationCache(openDatabase(file), file);
    }
  } catch (cause) {
    throw cacheError(file, cause);
  }
}

/** SQLite's own failure as ours: a full disk, a file that another program holds, a file that went bad under our hands. */
function cacheError(file: string, cause: unknown): LocoError {
  const code = resultCode(cause);
  if (code === sqliteFull)
    return writeError(file, Object.assign(new Error("disk full", { cause }), { code: "ENOSPC" }));
  if (code === undefined) return writeError(file, cause);
  const damaged = damagedCodes.includes(code);
  return new LocoError({
    code: damaged ? "cache-damaged" : "cache-unusable",
    message: `The cache of answers ${file} ${damaged ? "is damaged" : "cannot be used"} (${(cause as Error).message}).`,
    fix: damaged
      ? "Run the same command again: the file is made anew, and its answers are computed again."
      : "Close other programs that use it and check that you may write there, or set LOCO_HOME to another folder.",
    fields: { file },
    kind: "machine",
    cause,
  });
}

/** Where the answers stand; SQLite keeps two more files beside it while it is open. */
export function generationCacheFile(home: string): string {
  return path.join(home, homeFolders.generations, "generations.sqlite");
}

function openDatabase(file: string): DatabaseSync {
  // Loaded when it is needed: most commands ask nothing.
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(file, { timeout: 30_000 });
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    // Asked inside the transaction: another process may be setting the file up right now.
    database.exec("BEGIN IMMEDIATE");
    const { user_version: version } = database.prepare("PRAGMA user_version").get() as { user_version: number };
    if (version !== formatVersion) {
      database.exec(`DROP TABLE IF EXISTS generations;
        CREATE TABLE generations (key TEXT PRIMARY KEY, answer TEXT NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID, STRICT;
        PRAGMA user_version = ${formatVersion};`);
    }
    database.exec("COMMIT");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const sqliteFull = 13;
/** SQLITE_CORRUPT, SQLITE_NOTADB. */
const damagedCodes: readonly number[] = [11, 26];

/** SQLite's primary result code; undefined where something else failed. */
function resultCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === "number" ? code & 0xff : undefined;
}

class SqliteGenerationCache implements StoredGenerationCache {
  readonly #database: DatabaseSync;
  readonly #file: string;

  constructor(database: DatabaseSync, file: string) {
    this.#database = database;
    this.#file = file;
  }

  get(keys: readonly string[]): ReadonlyMap<string, CachedGeneration> {
    return this.#guard(() => this.#read(keys));
  }

  #read(keys: readonly string[]): ReadonlyMap<string, CachedGeneration> {
    const select = this.#database.prepare("SELECT answer, used FROM generations WHERE key = ?");
    const found = new Map<string, CachedGeneration>();
    const today = dayOf(Date.now());
    const stale: string[] = [];
    for (const key of keys) {
      const row = select.get(key) as { answer: string; used: number } | undefined;
      if (row === undefined) continue;
      found.set(key, JSON.parse(row.answer) as CachedGeneration);
      if (row.used < today) stale.push(key);
    }
    if (stale.length > 0) {
      const touch = this.#database.prepare("UPDATE generations SET used = ? WHERE key = ?");
      this.#transact(() => stale.forEach((key) => touch.run(today, key)));
    }
    return found;
  }

  put(entries: ReadonlyMap<string, CachedGeneration>): void {
    const today = dayOf(Date.now());
    this.#guard(() => {
      const insert = this.#database.prepare("INSERT OR REPLACE INTO generations (key, answer, used) VALUES (?, ?, ?)");
      this.#transact(() => {
        for (const [key, answer] of entries) insert.run(key, JSON.stringify(answer), today);
      });
    });
  }

  get size(): number {
    return (this.#database.prepare("SELECT count(*) AS size FROM generations").get() as { size: number }).size;
  }

  prune(olderThanDays: number, now: number = Date.now()): number {
    return this.#guard(() => {
      const { changes } = this.#database
        .prepare("DELETE FROM generations WHERE used <= ?")
        .run(dayOf(now) - olderThanDays);
      this.#database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
      return Number(changes);
    });
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  #transact(work: () => void): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#database.exec("COMMIT");
    } catch (error) {
      // SQLite has rolled back by itself where the disk is full.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw cacheError(this.#file, error);
    }
  }
}

function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / dayMilliseconds);
}
