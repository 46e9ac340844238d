import { readFileSync } from "node:fs";

/** The highest resident memory that a running process has had, in bytes; null where there is no /proc, and after its end. */
export function residentPeak(pid: number | undefined): number | null {
  try {
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}
