import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";

export const repository = path.resolve(import.meta.dirname, "../../..");
/** The arguments that make Node run `loco` from the sources, as its `bin` entry does. */
export const loco = ["--conditions=@locollm/source", path.join(repository, "packages/cli/src/main.ts")];

export interface ColdProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Ends the process once what it has said on stderr is a reason to. */
  readonly stopWhen?: (stderr: string) => boolean;
}

export interface ColdProcess {
  readonly seconds: number;
  /** Until the first byte on stdout; undefined where there was none. */
  readonly firstOutputSeconds: number | undefined;
  /** Highest resident memory of the process itself (VmHWM); undefined where there is no /proc. */
  readonly peakBytes: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly stopped: boolean;
}

/** Runs Node once, from nothing, and measures it. Throws where it fails. */
export async function coldProcess(args: readonly string[], options: ColdProcessOptions = {}): Promise<ColdProcess> {
  const { cwd = repository, stopWhen } = options;
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, INIT_CWD: cwd, NO_COLOR: "1", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seconds = () => (performance.now() - started) / 1000;
  let firstOutputSeconds: number | undefined;
  let peakBytes: number | undefined;
  let [stdout, stderr, stopped] = ["", "", false];
  const timer = setInterval(() => (peakBytes = highWaterBytes(child.pid) ?? peakBytes), 10);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    firstOutputSeconds ??= seconds();
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    if (!stopped && stopWhen?.(stderr) === true) stopped = child.kill("SIGINT");
  });
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(timer);
  if (code !== 0 && !stopped) throw new Error(`${args.join(" ")} ended with ${code}: ${stderr}${stdout}`);
  return { seconds: seconds(), firstOutputSeconds, peakBytes, stdout, stderr, stopped };
}

function highWaterBytes(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** `1.02 s (0.98–1.10)`: the median and the range. */
export function secondsText(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const shown = [sorted[Math.floor(sorted.length / 2)], sorted[0], sorted.at(-1)].map((value) => value?.toFixed(2));
  return `${shown[0]} s (${shown[1]}–${shown[2]})`;
}

/** The highest of some peaks, in MB. */
export function peakText(peaks: readonly (number | undefined)[]): string {
  const known = peaks.filter((bytes) => bytes !== undefined);
  return known.length === 0 ? "memory not measured" : `${(Math.max(...known) / 1e6).toFixed(0)} MB at the peak`;
}
