import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rm, rmdir, stat, utimes } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { isAlive, processStart } from "./process-start.ts";
import { errorCode, writeError } from "./write-whole.ts";

const holderSchema = z.strictObject({
  token: z.string(),
  pid: z.int(),
  host: z.string(),
  start: z.string().nullable(),
});
/** The process that holds a lock. */
export type LockHolder = z.infer<typeof holderSchema>;

export interface ProcessLockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once if another process holds the lock; null while it is not known which. */
  readonly onWait?: ((holder: LockHolder | null) => void) | undefined;
}

const heartbeat = 5_000;
const silent = 120_000;
const pollMilliseconds = 100;

/**
 * Runs `work` while no other process on this machine, or on one that shares the folder, holds the same lock file.
 * A lock whose owner was killed is taken over: at once where its process is gone, else when its file has not been
 * touched for two minutes.
 */
export async function withProcessLock<T>(
  file: string,
  options: ProcessLockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const token = await acquire(file, options);
  const beat = setInterval(() => {
    const now = Date.now() / 1000;
    utimes(file, now, now).catch(() => undefined);
  }, heartbeat);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await readHolder(file))?.token === token) await removeFile(file);
  }
}

/** Whether a living process holds a lock file. */
export async function isHeld(file: string): Promise<boolean> {
  return (await readHolder(file)) !== undefined && !(await isStale(file));
}

/** Removes a lock file that nobody takes over, because its name is its owner's alone, once that owner is gone. */
export async function removeIfStale(file: string): Promise<void> {
  if (await isStale(file)) await removeFile(file);
}

async function acquire(file: string, { signal, onWait }: ProcessLockOptions): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true }).catch((cause: unknown) => {
    throw writeError(file, cause);
  });
  const holder: LockHolder = {
    token: randomUUID(),
    pid: process.pid,
    host: os.hostname(),
    start: processStart(process.pid),
  };
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    if (await create(file, holder)) return holder.token;
    if (await isStale(file)) {
      await takeOver(file);
      continue;
    }
    if (!told) onWait?.((await readHolder(file)) ?? null);
    told = true;
    await delay(pollMilliseconds, undefined, signal === undefined ? {} : { signal });
  }
}

async function create(file: string, holder: LockHolder): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(JSON.stringify(holder));
    } catch (cause) {
      // A full disk: an empty lock would make the next process wait for nobody.
      await removeFile(file);
      throw cause;
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    // Windows answers EPERM while a removed file is still open elsewhere.
    if (errorCode(error) === "EEXIST" || (process.platform === "win32" && errorCode(error) === "EPERM")) return false;
    throw writeError(file, error);
  }
}

async function isStale(file: string): Promise<boolean> {
  const quiet = await quietMilliseconds(file);
  if (quiet === undefined) return false;
  const holder = await readHolder(file);
  // A file without an owner is being written, or its writer was killed in between.
  if (holder === undefined) return quiet > heartbeat;
  if (holder.host !== os.hostname()) return quiet > silent;
  if (!isAlive(holder.pid)) return true;
  if (holder.start !== null) return processStart(holder.pid) !== holder.start;
  return quiet > silent;
}

// Only one process at a time removes a dead owner's file, so that nobody removes the lock of the one that came after.
async function takeOver(file: string): Promise<void> {
  const guard = `${file}.takeover`;
  try {
    await mkdir(guard);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw writeError(guard, error);
    if (((await quietMilliseconds(guard)) ?? 0) > heartbeat) await rmdir(guard).catch(() => undefined);
    await delay(pollMilliseconds);
    return;
  }
  try {
    if (await isStale(file)) await removeFile(file);
  } finally {
    await rmdir(guard).catch(() => undefined);
  }
}

async function quietMilliseconds(file: string): Promise<number | undefined> {
  try {
    return Date.now() - (await stat(file)).mtimeMs;
  } catch {
    return undefined;
  }
}

async function readHolder(file: string): Promise<LockHolder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true, maxRetries: 5, retryDelay: 50 });
}
