import { readFile } from "node:fs/promises";
import path from "node:path";
import { sha256Hex } from "@locollm/core";
import { homeFolders, locoHome } from "@locollm/store";
import { findPython } from "./find-python.ts";
import type { TorchSet } from "../gpu/choose-torch.ts";
import { torchHere } from "../gpu/torch-here.ts";
import { requirementsFile } from "../python-project.ts";

export interface EnvironmentOptions {
  readonly home?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told in plain sentences what goes on; nothing is told where the environment is ready. */
  readonly onLog?: ((line: string) => void) | undefined;
}

export interface EnvironmentPlace {
  readonly folder: string;
  /** Where the packages themselves are kept, if they are: `keepWheels`. */
  readonly wheels: string;
  /** The interpreter that it is made with. */
  readonly python: string;
  readonly set: TorchSet;
}

/** Where this version's environment stands in the home folder, or would: other requirements are another folder. */
export async function environmentPlace(options: EnvironmentOptions): Promise<EnvironmentPlace> {
  const python = await findPython(options.env);
  const { set } = await torchHere(options.env);
  const parts = [python.version, process.platform, process.arch];
  for (const name of set === "p100" ? (["p100"] as const) : (["cpu", "pypi"] as const))
    parts.push(await readFile(requirementsFile(name), "utf8"));
  if (set === "cuda") parts.push(set);
  const name = `trainer-${sha256Hex(parts.join("\n")).slice(0, 16)}`;
  const home = options.home ?? locoHome(options.env);
  return {
    folder: path.join(home, homeFolders.environments, name),
    wheels: path.join(home, homeFolders.wheels, name),
    python: python.executable,
    set,
  };
}

/** An environment's own interpreter. */
export function interpreter(folder: string): string {
  return process.platform === "win32" ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");
}
