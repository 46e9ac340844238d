import { mkdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { withProcessLock, writeWhole } from "@locollm/store";
import { z } from "zod";
import { requirementsFile } from "../python-project.ts";
import { environmentPlace, type EnvironmentOptions } from "./environment-place.ts";
import { installer } from "./installer.ts";
import type { TorchBuild } from "./torch-build.ts";

const stampSchema = z.strictObject({ schema: z.literal(1), torch: z.enum(["pypi", "p100"]) });
const stampName = "loco-ready.json";

/**
 * Keeps the packages of this machine's set, every file by its pinned hash, so that the environment can be made again
 * where there is no network, or when the package index has them no more.
 *
 * @returns the folder
 * @throws LocoError of `findPython`, and `environment-failed`, `no-network`, `no-space`
 */
export async function keepWheels(options: EnvironmentOptions = {}): Promise<string> {
  const { wheels, python, set } = await environmentPlace(options);
  if ((await readWheels(wheels)) !== undefined) return wheels;
  return withProcessLock(`${wheels}.lock`, { signal: options.signal }, async () => {
    if ((await readWheels(wheels)) !== undefined) return wheels;
    const torch = set === "p100" ? "p100" : "pypi";
    const unfinished = `${wheels}.unfinished`;
    await mkdir(unfinished, { recursive: true });
    options.onLog?.("Downloading the packages of the Python environment, to keep them: about 3 GB.");
    const run = installer(options);
    for (const file of ["uv", torch] as const) {
      const from = ["--require-hashes", "--no-deps", "-r", requirementsFile(file)];
      await run(python, ["-m", "pip", "download", "--quiet", "--dest", unfinished, ...from]);
    }
    await writeWhole(path.join(unfinished, stampName), `${JSON.stringify({ schema: 1, torch })}\n`);
    await rm(wheels, { recursive: true, force: true });
    await rename(unfinished, wheels);
    return wheels;
  });
}

/** Which torch the kept packages hold; undefined where none are kept. */
export async function readWheels(folder: string): Promise<Exclude<TorchBuild, "cpu"> | undefined> {
  try {
    return stampSchema.parse(JSON.parse(await readFile(path.join(folder, stampName), "utf8"))).torch;
  } catch {
    return undefined;
  }
}
