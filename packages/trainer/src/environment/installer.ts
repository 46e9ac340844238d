import { LocoError } from "@locollm/core";
import { execa } from "execa";
import type { EnvironmentOptions } from "./environment-place.ts";

/** Runs a program that installs or downloads packages. */
export type Installer = (file: string, args: readonly string[]) => Promise<void>;

/** @throws LocoError `environment-failed`, `no-network`, `no-space`, when it runs */
export function installer(options: EnvironmentOptions): Installer {
  const env = installerEnvironment(options.env ?? process.env);
  return async (file, args) => {
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
}

/** The environment of pip and uv. A mirror that pip is told of serves uv as well. */
export function installerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
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
