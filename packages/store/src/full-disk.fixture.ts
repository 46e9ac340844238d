import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

const mountAndRun = 'mount -t tmpfs -o "size=$0" tmpfs "$1" && shift && shift && exec "$@"';

/** Whether a process of this user may mount a disk of its own (Linux with user namespaces). */
export const mayMount =
  process.platform === "linux" &&
  spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], { stdio: "ignore" }).status === 0;

/**
 * Runs a module's text in a process for which `folder` is a disk of `size` bytes of its own; it is gone when the
 * process ends. `$FOLDER` names the folder. Returns what the process wrote.
 */
export function runOnSmallDisk(folder: string, size: number, code: string): string {
  mkdirSync(folder, { recursive: true });
  const node = [process.execPath, "--conditions=@locollm/source", "--input-type=module", "--eval", code];
  return execFileSync("unshare", ["-rm", "sh", "-c", mountAndRun, String(size), folder, folder, ...node], {
    encoding: "utf8",
    env: { ...process.env, FOLDER: folder },
  });
}
