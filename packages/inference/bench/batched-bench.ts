import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { prefillChunk } from "../src/lanes.ts";

/** What an item of an evaluation is made of, in tokens. */
export interface ItemTokens {
  /** Before those that are read: their keys and values are there, and are attended to. */
  readonly shared: number;
  readonly read: number;
  /** Decoded one by one, after all others. */
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
 * It reads prompts from their first token on. So what it needs for tokens after a shared part is the difference between
 * whole prompts and that part alone. Its counts are whole numbers, so the times that it measures at the nearest ones
 * are scaled to the exact counts.
 */
export async function batchedBench(
  { program, base, lora, width, threads }: BatchedBenchOptions,
  { shared, read, decoded }: ItemTokens,
): Promise<number> {
  const before = Math.round(shared);
  const prompt = before + Math.max(1, Math.round(read));
  const answer = Math.max(1, Math.round(decoded));
  const context = width * Math.ceil((prompt + answer) / 256) * 256;
  // The first of each is a warm-up.
  const prompts = [prompt, ...(before === 0 ? [] : [before])].flatMap((length) =>
    Array.from({ length: 1 + repeats }, () => length),
  );
  const model = ["-m", base, ...(lora === undefined ? [] : ["--lora", lora])];
  const counts = ["-npp", prompts.join(","), "-ntg", String(answer), "-npl", String(width)];
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
    .map((line) => JSON.parse(line) as { readonly pp: number; readonly t_pp: number; readonly t_tg: number });
  const seconds = (length: number, time: "t_pp" | "t_tg") => {
    const times = measured.filter(({ pp }) => pp === length).map((line) => line[time]);
    const middle = times.slice(1).sort((a, b) => a - b)[Math.floor((times.length - 1) / 2)];
    if (middle === undefined) throw new Error(`llama-batched-bench printed no figures: ${stdout}`);
    return middle / width;
  };
  const reading = seconds(prompt, "t_pp") - (before === 0 ? 0 : seconds(before, "t_pp"));
  return 1 / ((reading * read) / (prompt - before) + (seconds(prompt, "t_tg") * decoded) / answer);
}
