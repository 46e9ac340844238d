import { access, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { withProcessLock, writeWhole } from "@locollm/store";
import { z } from "zod";
import { environmentPlace, interpreter, type EnvironmentOptions } from "./environment-place.ts";
import { installEnvironment } from "./install-environment.ts";
import { torchBuilds, type TorchBuild } from "./torch-build.ts";

export interface PythonEnvironment {
  /** The environment's own interpreter. */
  readonly python: string;
  readonly folder: string;
  /** Which torch: `cpu` is the small build, `pypi` the package index's newest with CUDA 13, `p100` its last with CUDA 12.6. */
  readonly torch: TorchBuild;
}

const stampSchema = z.strictObject({ schema: z.literal(1), torch: z.enum(torchBuilds), python: z.string() });

/** The environment if it is ready, else undefined. Starts no process but Python, to learn its version. */
export async function readyEnvironment(options: EnvironmentOptions = {}): Promise<PythonEnvironment | undefined> {
  return readStamp((await environmentPlace(options)).folder);
}

/**
 * Makes the Python environment of this version of the trainer once per user, under `LOCO_HOME`; nothing global changes.
 * Two processes that want it make it once; a killed installation starts over.
 *
 * @throws LocoError of `findPython`, and `environment-failed`, `no-network`, `no-space`
 */
export async function preparePython(options: EnvironmentOptions = {}): Promise<PythonEnvironment> {
  const place = await environmentPlace(options);
  const { folder, python } = place;
  const ready = await readStamp(folder);
  if (ready !== undefined) return ready;
  const log = options.onLog ?? (() => undefined);
  const onWait = (): void => log("Another process is making the Python environment; waiting for it.");
  return withProcessLock(`${folder}.lock`, { signal: options.signal, onWait }, async () => {
    const made = await readStamp(folder);
    if (made !== undefined) return made;
    // A venv holds its own path, so it is made in place; the stamp, written last, says that it is whole.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const torch = await installEnvironment(place, options, log);
    const inside = interpreter(folder);
    await writeWhole(path.join(folder, stampName), `${JSON.stringify({ schema: 1, torch, python })}\n`);
    return { python: inside, folder, torch };
  });
}

const stampName = "loco-ready.json";

async function readStamp(folder: string): Promise<PythonEnvironment | undefined> {
  try {
    const stamp = stampSchema.parse(JSON.parse(await readFile(path.join(folder, stampName), "utf8")));
    const python = interpreter(folder);
    // A Python that was removed leaves a link to nothing.
    await access(python);
    return { python, folder, torch: stamp.torch };
  } catch {
    return undefined;
  }
}
