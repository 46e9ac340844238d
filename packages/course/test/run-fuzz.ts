import path from "node:path";
import { execa } from "execa";

export interface FuzzResult {
  readonly files: number;
  readonly pastHeader: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly crashes: readonly { readonly seed: number; readonly error: string }[];
  readonly slowestMilliseconds: number;
  readonly coverage: Readonly<Record<string, { readonly share: number; readonly missed: readonly number[] }>>;
}

/** Runs the fuzzing program in a process of its own, ended where it hangs: it says something every second or so. */
export async function fuzzWeights(files: number, seed: number): Promise<FuzzResult> {
  const program = path.join(import.meta.dirname, "fuzz-weights.ts");
  const silence = 60_000;
  const running = execa(process.execPath, ["--conditions=@locollm/source", program, String(files), String(seed)]);
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
  return JSON.parse(last) as FuzzResult;
}

/** `read-gguf.ts 91.2 %`, a line a file. */
export function coverageText({ coverage }: FuzzResult): string {
  return Object.entries(coverage)
    .map(([file, { share }]) => `${file} ${(100 * share).toFixed(1)} %`)
    .sort()
    .join("\n");
}
