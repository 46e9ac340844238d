import os from "node:os";
import path from "node:path";
import { readFile } from "node:fs/promises";
import { sha256Hex } from "@locollm/core";
import { locoHome, writeWhole } from "@locollm/store";
import type { Token } from "node-llama-cpp";
import { prefillChunk, type Lanes } from "./lanes.ts";
import { engineName } from "./start-llama.ts";

/** What the kernels that compute depend on, besides this machine. */
export interface KernelInputs {
  /** llama.cpp's own list of the processor's features. */
  readonly systemInfo: string;
  /** sha256 of the base's file. */
  readonly base: string;
  /** Path of the adapter's weights, named by their content; null for the base alone. */
  readonly lora: string | null;
}

/** Odd, so that blocks of rows end in the middle of a prompt. */
const probeLength = 13;
const groups = [2, 3, 5, Math.floor(prefillChunk / probeLength)];

/**
 * Whether a prompt's bytes are the same however many prompts of its length are read in one batch with it. Most kernels
 * compute each row of a batch by itself, but some take another way from a number of rows on, and then round otherwise;
 * which ones run depends on the processor, the system and the weights' types. So it is tried once on each machine, for
 * each base and adapter, in about the time of 30 short prompts, and kept under `LOCO_HOME`.
 */
export async function rowsIndependent(lanes: Lanes, inputs: KernelInputs, home = locoHome()): Promise<boolean> {
  const machine = [os.hostname(), process.platform, process.arch, os.cpus()[0]?.model, engineName, lanes.staged];
  const key = sha256Hex([...machine, inputs.systemInfo, inputs.base, inputs.lora ?? ""].join("\n")).slice(0, 16);
  const file = path.join(home, "calibration", `rows-${key}.json`);
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept === "true" || kept === "false") return kept === "true";
  const independent = await probe(lanes);
  await writeWhole(file, String(independent)).catch(() => undefined);
  return independent;
}

async function probe(lanes: Lanes): Promise<boolean> {
  const sizes = groups.map((size) => Math.min(size, lanes.staged));
  const prefix = tokens(0);
  const prompts = Array.from({ length: Math.max(...sizes) }, (_, index) => ({
    prefixKey: "rows",
    prefix,
    rest: tokens(index + 1),
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

/** Some text: any vocabulary has these numbers. */
function tokens(seed: number): Token[] {
  return Array.from({ length: probeLength }, (_, index) => (10 + ((seed * 37 + index * 11) % 240)) as Token);
}
