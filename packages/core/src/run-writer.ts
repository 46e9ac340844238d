import type { Run } from "./run.ts";
import type { Sample, SampleTiming } from "./sample.ts";

/** Keeps finished runs; a run appears whole or not at all. */
export interface RunWriter {
  /** Writes run.json, samples.jsonl and timing.jsonl. Returns where they are. */
  write(run: Run, samples: readonly Sample[], timings: readonly SampleTiming[]): Promise<string>;
}
