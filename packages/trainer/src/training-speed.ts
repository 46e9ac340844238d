import { calibrate, readCalibration, speedAt } from "./calibration.ts";
import type { EnvironmentOptions } from "./environment/environment-place.ts";
import { environmentCost } from "./environment/install-environment.ts";
import { readyEnvironment } from "./environment/python-environment.ts";

/** How fast a machine trains. */
export interface TrainingSpeed {
  /** Floating point operations a second on a base of so many values a token. */
  readonly flops: (width: number) => number;
  /** Whether torch's speed was measured or, without a Python environment to measure with, guessed from llama.cpp's. */
  readonly source: "measured" | "guessed";
  /** What the Python environment takes in bytes where it is not there yet; its time is in no estimate. */
  readonly environment: { readonly download: number; readonly disk: number };
}

export interface SpeedOptions extends EnvironmentOptions {
  readonly device?: "auto" | "cpu" | "cuda" | undefined;
  /** CPU threads; 0 for torch's own choice. */
  readonly threads?: number | undefined;
  /** Asked where torch is not here: floating point operations a second of the engine reading prompts on this base. */
  readonly engineFlops: () => Promise<number>;
}

/** Torch's training speed against the engine's: 0.6 in bf16 on the machine it was measured on, less in fp32. */
const engineShare = 0.6;

/** Whether `trainingSpeed` answers at once: nothing is to be measured with torch first. */
export async function isSpeedKnown(options: Omit<SpeedOptions, "engineFlops">): Promise<boolean> {
  const { threads = 0, device = "auto" } = options;
  if ((await readyEnvironment(options)) === undefined) return true;
  return (await readCalibration({ threads, device, home: options.home })) !== undefined;
}

/** How fast this machine trains: measured once where the Python environment is ready. Downloads nothing. */
export async function trainingSpeed(options: SpeedOptions): Promise<TrainingSpeed> {
  const { threads = 0, device = "auto" } = options;
  const ready = await readyEnvironment(options);
  const place = { threads, device, home: options.home };
  const probe =
    ready === undefined
      ? await readCalibration(place)
      : await calibrate({ ...place, python: ready.python, signal: options.signal });
  const environment = ready === undefined ? environmentCost() : { download: 0, disk: 0 };
  if (probe !== undefined) return { flops: (width) => speedAt(probe, width), source: "measured", environment };
  const guessed = engineShare * (await options.engineFlops());
  return { flops: () => guessed, source: "guessed", environment };
}
