/** A Python that answered: how to start it and which it is. */
export interface Python {
  /** The program and its first arguments, such as `["py", "-3"]`. */
  readonly command: readonly [string, ...string[]];
  /** Such as `3.11.4`. */
  readonly version: string;
}

/** A command that is no Python, and why. */
export interface NoPython {
  readonly command: readonly [string, ...string[]];
  readonly reason: "not-found" | "store-stub" | "failed";
}

function candidates(platform: NodeJS.Platform, own: string | undefined): (readonly [string, ...string[]])[] {
  if (own) return [[own]];
  return platform === "win32" ? [["py", "-3"], ["python"], ["python3"]] : [["python3"], ["python"]];
}

/** Asks each usual name for a Python, best first, or `LOCO_PYTHON` alone. The Microsoft Store's stub is told from a real one. */
export async function findPythons(signal?: AbortSignal): Promise<{ found: Python[]; missing: NoPython[] }> {
  const found: Python[] = [];
  const missing: NoPython[] = [];
  for (const command of candidates(process.platform, process.env["LOCO_PYTHON"])) {
    const answer = await askVersion(command, signal);
    if ("version" in answer) found.push(answer);
    else missing.push(answer);
  }
  return { found, missing };
}

/** Starts `command` and asks for its version. */
export async function askVersion(
  command: readonly [string, ...string[]],
  signal?: AbortSignal,
): Promise<Python | NoPython> {
  const { execa } = await import("execa");
  const [program, ...first] = command;
  const result = await execa(program, [...first, "-c", "import platform; print(platform.python_version())"], {
    reject: false,
    timeout: 20_000,
    stdin: "ignore",
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  const version = result.stdout?.trim() ?? "";
  if (!result.failed && /^\d+\.\d+\.\d+/.test(version)) return { command, version };
  if (result.code === "ENOENT") return { command, reason: "not-found" };
  // The stub that Windows puts on the path opens the Store, exits with 9009 and names it.
  const stub = result.exitCode === 9009 || /Microsoft Store/i.test(`${result.stdout}${result.stderr}`);
  return { command, reason: stub ? "store-stub" : "failed" };
}
