import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { LocoError, sha256Hex } from "@locollm/core";
import { locoHome, writeWhole } from "@locollm/store";
import { execa } from "execa";
import { z } from "zod";
import type { TrainingBackend } from "./finished-training.ts";
import { pythonOptions, reportedError } from "./run-training.ts";
import { probeEventSchema, trainEventSchema, type ProbeEvent } from "./train-event.ts";

export interface CalibrationOptions {
  /** Whose speed; PEFT's if left out. */
  readonly backend?: TrainingBackend | undefined;
  readonly python: string;
  readonly threads: number;
  readonly device: "auto" | "cpu" | "cuda";
  readonly home?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const schema = z.strictObject({ schema: z.literal(1), measuredAt: z.number(), probe: probeEventSchema });
const keptMilliseconds = 30 * 24 * 3600 * 1000;

function fileOf(options: Omit<CalibrationOptions, "python">): string {
  const cpus = os.cpus();
  const machine = [os.hostname(), cpus[0]?.model, cpus.length, options.threads, options.device].join("/");
  const name = options.backend === "llama-finetune" ? options.backend : "trainer";
  return path.join(options.home ?? locoHome(), "calibration", `${name}-${sha256Hex(machine).slice(0, 16)}.json`);
}

/** This machine's training speed as it was last measured, within 30 days, else undefined. */
export async function readCalibration(options: Omit<CalibrationOptions, "python">): Promise<ProbeEvent | undefined> {
  try {
    const { measuredAt, probe } = schema.parse(JSON.parse(await readFile(fileOf(options), "utf8")));
    return Date.now() - measuredAt < keptMilliseconds ? probe : undefined;
  } catch {
    return undefined;
  }
}

/**
 * This machine's training speed: measured in about 20 seconds, then kept under `LOCO_HOME`, where each training of some
 * length brings it up to date.
 *
 * @throws LocoError what the program reports, `probe-failed`
 */
export async function calibrate(options: CalibrationOptions): Promise<ProbeEvent> {
  const known = await readCalibration(options);
  if (known !== undefined) return known;
  const args = ["-m", "loco_trainer", "probe", "--threads", String(options.threads), "--device", options.device];
  const result = await execa(options.python, args, {
    ...pythonOptions(),
    stdin: "ignore",
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  options.signal?.throwIfAborted();
  const probe = probeEventSchema.safeParse(parse(result.stdout));
  if (!probe.success) {
    const event = trainEventSchema.safeParse(parse(result.stdout));
    if (event.data?.event === "error") throw reportedError(event.data);
    throw new LocoError({
      code: "probe-failed",
      message: "This machine's training speed could not be measured.",
      fix: "Run the same command again; loco doctor shows what is missing.",
      fields: { output: String(result.stderr).slice(-500) },
      kind: "machine",
    });
  }
  await keep(options, probe.data);
  return probe.data;
}

/** Takes what a training showed in place of what was known at its widths: it is nearer to the next training. */
export async function recalibrate(options: Omit<CalibrationOptions, "python">, shown: ProbeEvent): Promise<void> {
  const known = await readCalibration(options);
  const others = known?.speeds.filter(({ width }) => shown.speeds.every((speed) => speed.width !== width)) ?? [];
  await keep(options, { ...shown, speeds: [...others, ...shown.speeds] });
}

/** Floating point operations a second at a width, between its measured neighbours on a logarithmic scale. */
export function speedAt(probe: ProbeEvent, width: number): number {
  const speeds = [...probe.speeds].sort((a, b) => a.width - b.width);
  const below = speeds.findLast((speed) => speed.width <= width) ?? speeds[0]!;
  const above = speeds.find((speed) => speed.width >= width) ?? speeds.at(-1)!;
  const span = Math.log(above.width / below.width);
  const share = span === 0 ? 0 : Math.log(width / below.width) / span;
  return below.flops * (above.flops / below.flops) ** share;
}

async function keep(options: Omit<CalibrationOptions, "python">, probe: ProbeEvent): Promise<void> {
  await writeWhole(fileOf(options), `${JSON.stringify({ schema: 1, measuredAt: Date.now(), probe })}\n`);
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}
