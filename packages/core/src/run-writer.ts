import type { Run } from "./run.ts";
import type { Sample, SampleTiming, SampleTokens } from "./sample.ts";

/** Keeps finished runs; a run appears whole or not at all. */
export interface RunWriter {
  /** Writes run.json, samples.jsonl, timing.jsonl and tokens.jsonl. Returns where they are. */
  write(
    run: Run,
    samples: readonly Sample[],
    timings: readonly SampleTiming[],
    tokens?: readonly SampleTokens[],
  ): Promise<string>;
}
