import { parseArgs } from "node:util";

/** What a fuzzing program was told on its command line. */
export interface FuzzOptions {
  readonly seed: number;
  /** The seed of every mutant, in order, as they are asked for. */
  readonly mutants: Iterable<number>;
}

/**
 * `--count <n>` mutants from `--seed <n>`, or the one mutant of `--only <its own seed>`. With LOCO_FUZZ_MINUTES in the environment
 * it goes on for so long instead, from a seed that nobody chose where none is given. `--part 2/3` takes every third from the second.
 */
export function fuzzOptions(): FuzzOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { count: text, seed: text, only: text, part: text } });
  const minutes = Number(process.env["LOCO_FUZZ_MINUTES"] ?? 0);
  const seed = Number(values.seed ?? (minutes > 0 ? Date.now() % 1_000_000 : 1));
  if (values.only !== undefined) return { seed, mutants: [Number(values.only)] };
  const [part = 1, parts = 1] = (values.part ?? "1/1").split("/").map(Number);
  const count = minutes > 0 ? Infinity : Number(values.count ?? 1000);
  return { seed, mutants: seeds(seed, count, minutes, part - 1, parts) };
}

function* seeds(seed: number, count: number, minutes: number, first: number, step: number): Generator<number> {
  const end = performance.now() + minutes * 60_000;
  for (let i = first; i < count && (Number.isFinite(count) || performance.now() < end); i += step)
    yield seed * 1_000_003 + i;
}
