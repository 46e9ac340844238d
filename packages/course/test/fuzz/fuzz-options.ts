import { parseArgs } from "node:util";

/** What a fuzzing program was told on its command line. */
export interface FuzzOptions {
  readonly seed: number;
  /** The seed of every mutant, in order, as they are asked for. */
  readonly mutants: Iterable<number>;
}

/**
 * `--count <n>` mutants from `--seed <n>`, or the one mutant of `--only <its own seed>`. With LOCO_FUZZ_MINUTES in the environment
 * it goes on for so long instead, from a seed that nobody chose where none is given.
 */
export function fuzzOptions(): FuzzOptions {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { count: text, seed: text, only: text } });
  const minutes = Number(process.env["LOCO_FUZZ_MINUTES"] ?? 0);
  const seed = Number(values.seed ?? (minutes > 0 ? Date.now() % 1_000_000 : 1));
  if (values.only !== undefined) return { seed, mutants: [Number(values.only)] };
  return { seed, mutants: seeds(seed, minutes > 0 ? Infinity : Number(values.count ?? 1000), minutes) };
}

function* seeds(seed: number, count: number, minutes: number): Generator<number> {
  const end = performance.now() + minutes * 60_000;
  for (let i = 0; i < count && (Number.isFinite(count) || performance.now() < end); i++) yield seed * 1_000_003 + i;
}
