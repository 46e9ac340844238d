/**
 * Checks the trainer's Python program: ruff, then pyright and pytest where the training environment exists. ruff and pytest get
 * a small environment of their own in LocoLLM's home folder. CI prepares what is missing; elsewhere it is skipped.
 */
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { LocoError } from "@locollm/core";
import { homeFolders, locoHome } from "@locollm/store";
import { findPython, preparePython, readyEnvironment, type Python } from "@locollm/trainer";
import { execa } from "execa";

const root = path.join(import.meta.dirname, "..");
const project = path.join(root, "packages", "trainer", "python");
const requirements = path.join(import.meta.dirname, "python", "requirements.txt");
const onCi = Boolean(process.env["CI"]);

const pythonOf = (environment: string): string =>
  process.platform === "win32"
    ? path.join(environment, "Scripts", "python.exe")
    : path.join(environment, "bin", "python");

/** Makes the environment with ruff and pytest once for each Python and each version of the requirements. */
async function checkEnvironment(python: Python): Promise<string> {
  const key = createHash("sha256").update(readFileSync(requirements)).update(python.version).digest("hex").slice(0, 12);
  const folder = path.join(locoHome(), homeFolders.environments, `checks-${key}`);
  const finished = path.join(folder, "finished");
  if (existsSync(finished)) return folder;
  rmSync(folder, { recursive: true, force: true });
  await execa(python.executable, ["-m", "venv", folder], { stdin: "ignore" });
  const pip = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "--require-hashes",
    "-r",
    requirements,
  ];
  await execa(pythonOf(folder), pip, { stdin: "ignore" });
  writeFileSync(finished, "");
  return folder;
}

async function passes(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<boolean> {
  const run = await execa(program, args, { cwd: project, env, all: true, reject: false, stdin: "ignore" });
  if (run.failed) console.error(run.all.trimEnd() || run.shortMessage);
  return !run.failed;
}

async function checkPython(): Promise<boolean> {
  const tools = await checkEnvironment(await findPython());
  const ruff = [pythonOf(tools), "-m", "ruff"] as const;
  const results = [
    await passes(ruff[0], [...ruff.slice(1), "check", "--quiet", "--output-format=concise", "."]),
    await passes(ruff[0], [...ruff.slice(1), "format", "--check", "--quiet", "."]),
  ];

  const training = onCi ? await preparePython({ onLog: (line) => console.error(line) }) : await readyEnvironment();
  if (training === undefined) {
    console.log("skipped: pyright and pytest need the training environment, which the first `loco train` makes");
    return results.every(Boolean);
  }
  // pytest stands in the checks' environment: pyright and Python find it beside the training libraries.
  const [pytest] = globSync(["lib/python3*/site-packages", "Lib/site-packages"], { cwd: tools });
  const env = { PYTHONPATH: path.join(tools, pytest ?? ""), PYTHONDONTWRITEBYTECODE: "1" };
  const pyright = path.join(root, "node_modules", "pyright", "index.js");
  results.push(await passes(process.execPath, [pyright, "--pythonpath", training.python], env));
  results.push(await passes(training.python, ["-m", "pytest", "-q", "-p", "no:cacheprovider"], env));
  return results.every(Boolean);
}

try {
  process.exitCode = (await checkPython()) ? 0 : 1;
} catch (error) {
  // A student's machine may lack Python or the network; CI may not.
  const [what] = (error as Error).message.split("\n");
  console.log(`skipped: ${what}${error instanceof LocoError ? ` ${error.fix}` : ""}`);
  process.exitCode = onCi ? 1 : 0;
}
