import { access, mkdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { LocoError, sha256Hex } from "@locollm/core";
import { homeFolders, locoHome, requireSpace, withProcessLock, writeWhole } from "@locollm/store";
import { execa } from "execa";
import { z } from "zod";
import { findPython } from "./find-python.ts";
import type { TorchSet } from "./gpu/choose-torch.ts";
import { torchHere } from "./gpu/torch-here.ts";
import { requirementsFile } from "./python-project.ts";

export interface PythonEnvironment {
  /** The environment's own interpreter. */
  readonly python: string;
  readonly folder: string;
  /** Which torch: `cpu` is the small build, `pypi` the package index's newest with CUDA 13, `p100` its last with CUDA 12.6. */
  readonly torch: TorchBuild;
}

const torchBuilds = ["cpu", "pypi", "p100"] as const;
type TorchBuild = (typeof torchBuilds)[number];

export interface EnvironmentOptions {
  readonly home?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told in plain sentences what goes on; nothing is told where the environment is ready. */
  readonly onLog?: ((line: string) => void) | undefined;
}

const stampSchema = z.strictObject({ schema: z.literal(1), torch: z.enum(torchBuilds), python: z.string() });

/** Bytes on disk with torch's CPU build. */
const smallTorchDisk = 1_400_000_000;

/** What the installation takes on this platform with the package index's own torch, in bytes (measured on Linux x64). */
export function environmentCost(platform: NodeJS.Platform = process.platform): { download: number; disk: number } {
  return platform === "linux"
    ? { download: 3_050_000_000, disk: 5_600_000_000 }
    : { download: 400_000_000, disk: 1_400_000_000 };
}

/** The environment if it is ready, else undefined. Starts no process but Python, to learn its version. */
export async function readyEnvironment(options: EnvironmentOptions = {}): Promise<PythonEnvironment | undefined> {
  return readStamp((await place(options)).folder);
}

/**
 * Makes the Python environment of this version of the trainer once per user, under `LOCO_HOME`; nothing global changes.
 * Two processes that want it make it once; a killed installation starts over.
 *
 * @throws LocoError of `findPython`, and `environment-failed`, `no-network`, `no-space`
 */
export async function preparePython(options: EnvironmentOptions = {}): Promise<PythonEnvironment> {
  const { folder, python, set } = await place(options);
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
    const torch = await install(python, folder, set, options, log);
    const inside = interpreter(folder);
    await writeWhole(path.join(folder, stampName), `${JSON.stringify({ schema: 1, torch, python })}\n`);
    return { python: inside, folder, torch };
  });
}

const stampName = "loco-ready.json";

async function place(options: EnvironmentOptions): Promise<{ folder: string; python: string; set: TorchSet }> {
  const python = await findPython(options.env);
  const { set } = await torchHere(options.env);
  const parts = [python.version, process.platform, process.arch];
  for (const name of set === "p100" ? (["p100"] as const) : (["cpu", "pypi"] as const))
    parts.push(await readFile(requirementsFile(name), "utf8"));
  if (set === "cuda") parts.push(set);
  const key = sha256Hex(parts.join("\n")).slice(0, 16);
  const folder = path.join(options.home ?? locoHome(options.env), homeFolders.environments, `trainer-${key}`);
  return { folder, python: python.executable, set };
}

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

function interpreter(folder: string): string {
  return process.platform === "win32" ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");
}

async function install(
  python: string,
  folder: string,
  set: TorchSet,
  options: EnvironmentOptions,
  log: (line: string) => void,
): Promise<TorchBuild> {
  const env = installerEnvironment(options.env ?? process.env);
  const run = async (file: string, args: readonly string[]): Promise<void> => {
    const result = await execa(file, args, {
      env,
      extendEnv: false,
      stdin: "ignore",
      reject: false,
      all: true,
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    });
    options.signal?.throwIfAborted();
    if (result.failed) throw installError(String(result.all ?? ""), result.cause);
  };
  const inside = interpreter(folder);
  log("Making the Python environment for training (once per user).");
  await run(python, ["-m", "venv", folder]);
  await run(inside, ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirementsFile("uv")]);
  const uv = ["-m", "uv", "pip", "install", "--quiet", "--no-config", "--python", inside];
  const smallTorch = set === "cpu" && process.platform === "linux" && (await reachesSmallTorch(inside, env));
  await requireSpace(folder, smallTorch ? smallTorchDisk : environmentCost().disk);
  if (smallTorch) {
    log("Installing torch's CPU build and the training libraries: about 0.3 GB to download.");
    await run(inside, [...uv, "--torch-backend", "cpu", "--no-deps", await torchPin()]);
    await run(inside, [...uv, "--require-hashes", "--no-deps", "-r", requirementsFile("cpu")]);
    return "cpu";
  }
  const { download, disk } = environmentCost();
  const size = `${(download / 1e9).toFixed(1)} GB to download, ${(disk / 1e9).toFixed(1)} GB on disk`;
  log(`Installing torch from the package index and the training libraries: about ${size}.`);
  const build = set === "p100" ? "p100" : "pypi";
  await run(inside, [...uv, "--require-hashes", "-r", requirementsFile(build)]);
  return build;
}

/** The pinned torch, from the full list of requirements. */
async function torchPin(): Promise<string> {
  const pins = await readFile(requirementsFile("pypi"), "utf8");
  return /^torch==[^\s\\]+/m.exec(pins)?.[0] ?? "torch";
}

async function reachesSmallTorch(python: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const args = ["-m", "uv", "pip", "install", "--quiet", "--no-config", "--python", python];
  const dry = ["--dry-run", "--no-deps", "--torch-backend", "cpu", await torchPin()];
  const quick = { ...env, UV_HTTP_TIMEOUT: "5", UV_HTTP_RETRIES: "0" };
  const result = await execa(python, [...args, ...dry], {
    env: quick,
    extendEnv: false,
    reject: false,
    timeout: 15_000,
    stdin: "ignore",
  });
  return !result.failed;
}

// A mirror that pip is told of serves uv as well.
function installerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const mirror = env["PIP_INDEX_URL"];
  const certificates = env["SSL_CERT_FILE"] ?? env["PIP_CERT"];
  return {
    ...env,
    PYTHONDONTWRITEBYTECODE: undefined,
    ...(mirror !== undefined && env["UV_DEFAULT_INDEX"] === undefined ? { UV_DEFAULT_INDEX: mirror } : {}),
    ...(certificates === undefined ? {} : { SSL_CERT_FILE: certificates }),
  };
}

function installError(output: string, cause: unknown): LocoError {
  const tail = output.trim().split("\n").slice(-6).join("\n");
  const make = (code: string, message: string, fix: string): LocoError =>
    new LocoError({ code, message, fix, fields: { output: tail }, kind: "machine", cause });
  if (/No space left|os error 28|os error 112/i.test(output)) {
    return make(
      "no-space",
      "No space is left on the disk for the Python environment.",
      "Free about 6 GB, or set LOCO_HOME to a folder on a larger disk.",
    );
  }
  if (/dns error|resolve|connection|timed out|unreachable|ConnectTimeout|NewConnectionError/i.test(output)) {
    return make(
      "no-network",
      "The training libraries could not be downloaded.",
      "Connect to the internet and run the same command again; what is there already is kept.",
    );
  }
  return make(
    "environment-failed",
    `The Python environment could not be made: ${tail}`,
    "Run the same command again; loco doctor shows what is missing.",
  );
}
