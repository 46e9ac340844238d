import { readdirSync, readFileSync } from "node:fs";

/**
 * Watches a process and all that it starts. The result is the highest sum of their resident memory, in bytes, sampled
 * five times a second; undefined where there is no /proc.
 */
export function watchMemory(pid: number): { stop: () => number | undefined } {
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, residentBytes(pid))), 200);
  return {
    stop() {
      clearInterval(timer);
      return peak === 0 ? undefined : peak;
    },
  };
}

function residentBytes(root: number): number {
  const children = new Map<number, number[]>();
  const resident = new Map<number, number>();
  for (const name of processes()) {
    const status = statusOf(name);
    const number = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const [pid, parent] = [Number(name), number("PPid")];
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    resident.set(pid, number("VmRSS") * 1024);
  }
  const sum = (pid: number): number =>
    (resident.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(root);
}

function processes(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
