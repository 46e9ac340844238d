import { locoHome } from "@locollm/store";
import { calibrated, probeTokens, type KernelInputs } from "./calibration.ts";
import { prefillChunk, type Lanes } from "./lanes.ts";

/** Odd, so that blocks of rows end in the middle of a prompt. */
const probeLength = 13;
const groups = [2, 3, 5, Math.floor(prefillChunk / probeLength)];

/**
 * Whether a prompt's bytes are the same however many prompts of its length are read in one batch with it. Most kernels
 * compute each row of a batch by itself, but some take another way from a number of rows on, and then round otherwise;
 * which ones run depends on the processor, the system and the weights' types. So it is tried once on each machine, for
 * each base and adapter, in about the time of 30 short prompts, and kept under `LOCO_HOME`.
 */
export function rowsIndependent(lanes: Lanes, inputs: KernelInputs, home = locoHome()): Promise<boolean> {
  return calibrated({ about: "rows", staged: lanes.staged, inputs, home }, () => probe(lanes));
}

async function probe(lanes: Lanes): Promise<boolean> {
  const sizes = groups.map((size) => Math.min(size, lanes.staged));
  const prefix = probeTokens(0, probeLength);
  const prompts = Array.from({ length: Math.max(...sizes) }, (_, index) => ({
    prefixKey: "rows",
    prefix,
    rest: probeTokens(index + 1, probeLength),
  }));
  const read = async (some: typeof prompts) => {
    const logits = await lanes.readTogether(lanes.stagedSequence(0), some);
    const picks = await Promise.all(logits.map((one, index) => lanes.pick(index, one.logits)));
    return picks.map((pick) => JSON.stringify(pick));
  };
  const alone: string[] = [];
  for (const prompt of prompts) alone.push(...(await read([prompt])));
  for (const size of sizes) {
    const together = await read(prompts.slice(0, size));
    if (together.some((bytes, index) => bytes !== alone[index])) return false;
  }
  return true;
}
