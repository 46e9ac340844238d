import { execa } from "execa";

/** A CUDA device as its driver describes it. */
export interface Gpu {
  readonly name: string;
  /** Such as 6.0 for a P100; null where an old driver does not tell. */
  readonly capability: number | null;
  readonly memoryBytes: number;
  /** Major version of the driver, such as 580. */
  readonly driver: number;
}

/** Compute capabilities by name, for drivers from before 2021, which do not tell: NVIDIA's own table. */
const byName: readonly (readonly [RegExp, number])[] = [
  [/P100/, 6.0],
  [/P40|P4\b|GTX 10|TITAN X|Quadro P/, 6.1],
  [/V100|TITAN V/, 7.0],
  [/T4|RTX 20|GTX 16|Quadro RTX/, 7.5],
  [/A100|A30/, 8.0],
  [/A40|A10|A6000|RTX 30/, 8.6],
];

/** The machine's CUDA devices, as nvidia-smi lists them; none where there is none. */
export async function readGpus(env: NodeJS.ProcessEnv = process.env): Promise<Gpu[]> {
  const ask = (fields: string) =>
    execa("nvidia-smi", [`--query-gpu=${fields}`, "--format=csv,noheader,nounits"], {
      env,
      extendEnv: false,
      reject: false,
      timeout: 20_000,
    });
  const whole = await ask("name,memory.total,driver_version,compute_cap");
  const told = whole.failed ? await ask("name,memory.total,driver_version") : whole;
  if (told.failed) return [];
  return told.stdout
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()))
    .filter((cells) => cells.length >= 3)
    .map(([name = "", memory = "", driver = "", capability]) => ({
      name,
      capability: Number(capability) > 0 ? Number(capability) : (byName.find(([like]) => like.test(name))?.[1] ?? null),
      memoryBytes: Number(memory) * 2 ** 20 || 0,
      driver: Number.parseInt(driver, 10) || 0,
    }));
}
