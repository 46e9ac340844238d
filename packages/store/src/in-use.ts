import { randomUUID } from "node:crypto";
import { readdir, utimes } from "node:fs/promises";
import path from "node:path";
import { isHeld, removeIfStale, withProcessLock, type ProcessLockOptions } from "./process-lock.ts";

const markedBy = (name: string) => `${name}.use-`;

/**
 * Runs `work` while a folder of the home is marked as in use, and notes the time of use. Any number of processes can
 * use it at once.
 */
export async function whileInUse<Result>(
  folder: string,
  work: () => Promise<Result>,
  options: ProcessLockOptions = {},
): Promise<Result> {
  // Who was killed left a mark behind.
  for (const old of await marksOf(folder)) await removeIfStale(old);
  const mark = path.join(path.dirname(folder), `${markedBy(path.basename(folder))}${randomUUID()}.lock`);
  return withProcessLock(mark, options, async () => {
    const now = new Date();
    // A folder that only another user may change serves as well.
    await utimes(folder, now, now).catch(() => undefined);
    return work();
  });
}

/** Whether a living process uses a folder or file of the home, or is making it. */
export async function isInUse(file: string): Promise<boolean> {
  for (const mark of [`${file}.lock`, ...(await marksOf(file))]) if (await isHeld(mark)) return true;
  return false;
}

async function marksOf(file: string): Promise<string[]> {
  const [folder, start] = [path.dirname(file), markedBy(path.basename(file))];
  const names = await readdir(folder).catch(() => []);
  return names.filter((one) => one.startsWith(start) && one.endsWith(".lock")).map((one) => path.join(folder, one));
}
