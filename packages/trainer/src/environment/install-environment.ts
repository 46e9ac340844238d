import { readFile } from "node:fs/promises";
import { requireSpace } from "@locollm/store";
import { execa } from "execa";
import { requirementsFile } from "../python-project.ts";
import { interpreter, type EnvironmentOptions, type EnvironmentPlace } from "./environment-place.ts";
import { installer, installerEnvironment } from "./installer.ts";
import { readWheels } from "./keep-wheels.ts";
import type { TorchBuild } from "./torch-build.ts";

/** Bytes on disk with torch's CPU build. */
const smallTorchDisk = 1_400_000_000;

/** What the installation takes on this platform with the package index's own torch, in bytes (measured on Linux x64). */
export function environmentCost(platform: NodeJS.Platform = process.platform): { download: number; disk: number } {
  return platform === "linux"
    ? { download: 3_050_000_000, disk: 5_600_000_000 }
    : { download: 400_000_000, disk: 1_400_000_000 };
}

/**
 * Makes a virtual environment with the pinned requirements of a set: from kept wheels where there are some, else from the
 * package index. On Linux without a GPU torch's own small build is taken where its address can be reached.
 *
 * @throws LocoError `environment-failed`, `no-network`, `no-space`
 */
export async function installEnvironment(
  { folder, wheels, python, set }: EnvironmentPlace,
  options: EnvironmentOptions,
  log: (line: string) => void,
): Promise<TorchBuild> {
  const run = installer(options);
  const kept = await readWheels(wheels);
  const from = kept === undefined ? [] : ["--no-index", "--find-links", wheels];
  const inside = interpreter(folder);
  log("Making the Python environment for training (once per user).");
  await run(python, ["-m", "venv", folder]);
  await run(inside, ["-m", "pip", "install", "--quiet", ...from, "--require-hashes", "-r", requirementsFile("uv")]);
  const uv = ["-m", "uv", "pip", "install", "--quiet", "--no-config", ...from, "--python", inside];
  if (kept !== undefined) {
    log(`Installing torch and the training libraries from ${wheels}.`);
    await run(inside, [...uv, "--require-hashes", "-r", requirementsFile(kept)]);
    return kept;
  }
  const smallTorch =
    set === "cpu" && process.platform === "linux" && (await reachesSmallTorch(inside, options.env ?? process.env));
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
  const quick = { ...installerEnvironment(env), UV_HTTP_TIMEOUT: "5", UV_HTTP_RETRIES: "0" };
  const result = await execa(python, [...args, ...dry], {
    env: quick,
    extendEnv: false,
    reject: false,
    timeout: 15_000,
    stdin: "ignore",
  });
  return !result.failed;
}
