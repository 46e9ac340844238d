import { randomUUID } from "node:crypto";
import { readdir, utimes } from "node:fs/promises";
import path from "node:path";
import { isHeld, withProcessLock, type ProcessLockOptions } from "./process-lock.ts";

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
  const [folder, name] = [path.dirname(file), path.basename(file)];
  const marks = (await readdir(folder).catch(() => [])).filter(
    (one) => one === `${name}.lock` || (one.startsWith(markedBy(name)) && one.endsWith(".lock")),
  );
  for (const mark of marks) if (await isHeld(path.join(folder, mark))) return true;
  return false;
}
