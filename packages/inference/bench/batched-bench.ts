import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { prefillChunk } from "../src/lanes.ts";

/** What a share of an evaluation is made of: tokens an item that are read, and that are decoded one by one. */
export interface ItemTokens {
  readonly read: number;
  readonly decoded: number;
}

export interface BatchedBenchOptions {
  readonly program: string;
  /** The base's file. */
  readonly base: string;
  /** The adapter's file. */
  readonly lora: string | undefined;
  readonly width: number;
  readonly threads: number;
}

const repeats = 3;

/**
 * Items a second that llama-batched-bench reaches at these counts: `width` prompts read together, then `width` tokens
 * decoded at a time, with our engine's batch size, key-value type (f16) and attention (flash attention).
 *
 * Its counts are whole numbers, so the speeds that it measures at the nearest ones are applied to the exact counts.
 */
export async function batchedBench(
  { program, base, lora, width, threads }: BatchedBenchOptions,
  { read, decoded }: ItemTokens,
): Promise<number> {
  const [prompt, answer] = [Math.max(1, Math.round(read)), Math.max(1, Math.round(decoded))];
  const context = width * Math.ceil((prompt + answer) / 256) * 256;
  // The first is a warm-up.
  const prompts = Array.from({ length: 1 + repeats }, () => prompt).join(",");
  const model = ["-m", base, ...(lora === undefined ? [] : ["--lora", lora])];
  const counts = ["-npp", prompts, "-ntg", String(answer), "-npl", String(width)];
  const batch = ["-c", String(context), "-b", String(prefillChunk), "-ub", String(prefillChunk), "-fa", "on"];
  const compute = ["-t", String(threads), "-tb", String(threads), "-ngl", "0"];
  const { stdout } = await promisify(execFile)(
    program,
    [...model, ...batch, ...counts, ...compute, "--output-format", "jsonl"],
    { maxBuffer: 1e8 },
  );
  const measured = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as { readonly speed_pp: number; readonly speed_tg: number })
    .slice(1)
    .map(({ speed_pp, speed_tg }) => 1 / (read / speed_pp + decoded / speed_tg))
    .sort((a, b) => a - b);
  const middle = measured[Math.floor(measured.length / 2)];
  if (middle === undefined) throw new Error(`llama-batched-bench printed no figures: ${stdout}`);
  return middle;
}
