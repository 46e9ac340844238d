import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { sha256Hex } from "@locollm/core";
import { writeWhole } from "@locollm/store";
import type { Token } from "node-llama-cpp";
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

export interface CalibrationOptions {
  /** What is probed; the first part of the kept file's name. */
  readonly about: string;
  readonly staged: number;
  readonly inputs: KernelInputs;
  readonly home: string;
}

/** What a probe says of how this machine computes a base or adapter, tried once and kept under `home`. */
export async function calibrated(
  { about, staged, inputs, home }: CalibrationOptions,
  probe: () => Promise<boolean>,
): Promise<boolean> {
  const machine = [os.hostname(), process.platform, process.arch, os.cpus()[0]?.model, engineName, staged];
  const key = sha256Hex([...machine, inputs.systemInfo, inputs.base, inputs.lora ?? ""].join("\n")).slice(0, 16);
  const file = path.join(home, "calibration", `${about}-${key}.json`);
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept === "true" || kept === "false") return kept === "true";
  const answer = await probe();
  await writeWhole(file, String(answer)).catch(() => undefined);
  return answer;
}

/** Some text: any vocabulary has these numbers. */
export function probeTokens(seed: number, length: number): Token[] {
  return Array.from({ length }, (_, index) => (10 + ((seed * 37 + index * 11) % 240)) as Token);
}
