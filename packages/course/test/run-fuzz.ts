import path from "node:path";
import { execa } from "execa";

export interface Crash {
  readonly seed: number;
  readonly error: string;
}

export interface FuzzedWeights {
  readonly files: number;
  readonly pastHeader: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly crashes: readonly Crash[];
  readonly slowestMilliseconds: number;
  readonly coverage: Readonly<Record<string, { readonly share: number; readonly missed: readonly number[] }>>;
}

export interface FuzzedFolders {
  readonly folders: number;
  readonly codes: Readonly<Record<string, number>>;
  readonly crashes: readonly Crash[];
  readonly slowestMilliseconds: number;
}

/** Silence after which a program hangs: it says something every second or so. */
const silence = 60_000;

/** Runs a fuzzing program of this folder in a process of its own, ended where it hangs, and gives what its last line says. */
export async function runFuzz<Result>(program: string, count: number, seed: number): Promise<Result> {
  const file = path.join(import.meta.dirname, program);
  const running = execa(process.execPath, ["--conditions=@locollm/source", file, String(count), String(seed)]);
  let last = "";
  let timer = setTimeout(() => running.kill("SIGKILL"), silence);
  try {
    for await (const line of running) {
      last = line;
      clearTimeout(timer);
      timer = setTimeout(() => running.kill("SIGKILL"), silence);
    }
  } finally {
    clearTimeout(timer);
  }
  return JSON.parse(last) as Result;
}

/** `read-gguf.ts 91.2 %`, a line a file. */
export function coverageText({ coverage }: FuzzedWeights): string {
  return Object.entries(coverage)
    .map(([file, { share }]) => `${file} ${(100 * share).toFixed(1)} %`)
    .sort()
    .join("\n");
}
