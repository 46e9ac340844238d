import { availableParallelism } from "node:os";
import path from "node:path";
import { execa } from "execa";
import type { FileLines } from "./lines-run.ts";

/** A mutant that something else than a LocoError came of. */
export interface Crash {
  /** `--only <seed>` makes it again. */
  readonly seed: number;
  readonly error: string;
}

interface Fuzzed {
  /** `--seed <seed>` makes them all again. */
  readonly seed: number;
  readonly crashes: readonly Crash[];
  readonly slowestMilliseconds: number;
}

export interface FuzzedWeights extends Fuzzed {
  readonly files: number;
  readonly pastHeader: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly coverage: Readonly<Record<string, FileLines>>;
}

export interface FuzzedFolders extends Fuzzed {
  readonly folders: number;
  /** Folders without an error. */
  readonly clean: number;
  readonly codes: Readonly<Record<string, number>>;
}

export interface OpenedWeights extends Fuzzed {
  readonly tried: number;
  readonly opened: number;
  readonly refused: readonly Crash[];
}

/**
 * Runs a fuzzing program of this folder in a process of its own and gives what its last line says.
 *
 * @throws Error naming the last line, and so the mutant, where it died or hung
 */
export async function runFuzz<Result extends Fuzzed>(
  program: string,
  count: number,
  seed: number,
  ...options: readonly string[]
): Promise<Result> {
  const file = path.join(import.meta.dirname, program);
  const told = ["--conditions=@locollm/source", file, "--count", String(count), "--seed", String(seed), ...options];
  const { stdout, stderr, failed, shortMessage } = await execa(process.execPath, told, { reject: false });
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  if (failed || !last.endsWith('"done":true}'))
    throw new Error(`${program} --seed ${seed} ended after ${last}\n${shortMessage ?? ""}\n${stderr.slice(-4000)}`);
  return JSON.parse(last) as Result;
}

/** Fuzzes folders in a process for each core, since half of the time goes into waiting for files. */
export async function runFuzzedFolders(count: number, seed: number): Promise<FuzzedFolders> {
  const parts = availableParallelism();
  const results = await Promise.all(
    Array.from({ length: parts }, (_, at) =>
      runFuzz<FuzzedFolders>("fuzz-folders.ts", count, seed, "--part", `${at + 1}/${parts}`),
    ),
  );
  const sum = (of: (result: FuzzedFolders) => number): number => results.reduce((all, result) => all + of(result), 0);
  const codes: Record<string, number> = {};
  for (const result of results)
    for (const [code, times] of Object.entries(result.codes)) codes[code] = (codes[code] ?? 0) + times;
  return {
    seed,
    folders: sum(({ folders }) => folders),
    clean: sum(({ clean }) => clean),
    codes,
    crashes: results.flatMap(({ crashes }) => crashes),
    slowestMilliseconds: Math.max(...results.map(({ slowestMilliseconds }) => slowestMilliseconds)),
  };
}

/** `read-gguf.ts 91.2 % (not 59, 60)`, a line a file, and the share of all lines. */
export function coverageText({ coverage }: FuzzedWeights): string {
  const files = Object.entries(coverage).sort(([a], [b]) => (a < b ? -1 : 1));
  const share = (lines: number, missed: number) => `${(100 * (1 - missed / lines)).toFixed(1)} %`;
  const text = files.map(
    ([file, { lines, missed }]) =>
      `${file} ${share(lines, missed.length)}${missed.length === 0 ? "" : ` (not ${missed.join(", ")})`}`,
  );
  return [...text, `all ${(100 * coveredShare(coverage)).toFixed(1)} %`].join("\n");
}

/** Share of the reader's lines that ran. */
export function coveredShare(coverage: FuzzedWeights["coverage"]): number {
  const files = Object.values(coverage);
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  return 1 - files.reduce((sum, { missed }) => sum + missed.length, 0) / lines;
}
