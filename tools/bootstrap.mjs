/**
 * Runs `npm run tour`, `npm test` and `npm run test:long` on a machine that has git and some Node: installs pnpm, Node 24
 * and all packages inside the repository when they are not there, then starts the script with them. Plain JavaScript
 * without dependencies, because it runs before anything is installed. It never installs system packages.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const nodeRange = "node@24";
const pnpmVersion = "pnpm@11.28.10";

/** What each script starts, as arguments of the repository's own Node. */
const scripts = {
  tour: ["--conditions=@locollm/source", "packages/cli/src/main.ts", "tour"],
  test: ["--conditions=@locollm/source", "tools/run-checks.ts"],
  "test:long": ["--conditions=@locollm/source", "tools/run-checks.ts", "--long"],
};

/** A failure that is told in two lines, without a stack. */
class Failure extends Error {
  constructor(message, fix, exitCode) {
    super(`${message}\n  ${fix}`);
    this.exitCode = exitCode;
  }
}

/**
 * What an installation depends on: the lockfile, what each manifest asks for, the operating system, and the Node that was
 * installed. Equal stamps mean that nothing needs installing.
 */
export function installStamp(root) {
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) hash.update(readFileSync(path.join(root, file)));
  for (const folder of workspaceFolders(root)) {
    const { name, bin, dependencies, devDependencies, optionalDependencies } = readJson(
      path.join(root, folder, "package.json"),
    );
    hash.update(JSON.stringify([folder, name, bin, dependencies, devDependencies, optionalDependencies]));
  }
  const node = path.join(root, "node_modules", "node", "package.json");
  return JSON.stringify({
    packages: hash.digest("hex"),
    system: `${process.platform}-${process.arch}`,
    node: existsSync(node) ? readJson(node).version : "none",
  });
}

function workspaceFolders(root) {
  const inside = ["packages", "semesters"].flatMap((parent) =>
    existsSync(path.join(root, parent)) ? readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`) : [],
  );
  return [".", ...inside.sort()].filter((folder) => existsSync(path.join(root, folder, "package.json")));
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The file that remembers the stamp of the last finished installation. */
export const stampFile = (root) => path.join(root, "node_modules", ".locollm-install.json");

const ownNode = (root) =>
  path.join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

function isInstalled(root) {
  if (!existsSync(stampFile(root)) || !existsSync(ownNode(root))) return false;
  return readFileSync(stampFile(root), "utf8") === installStamp(root);
}

/**
 * npm's own `npx-cli.js`, so that it can be started by Node without a shell (on Windows npx is a `.cmd` file, and a shell
 * breaks on paths with spaces). Undefined where there is no npm.
 */
function findNpx() {
  const besideNode = path.dirname(process.execPath);
  const onPath = pathFolders(process.env).flatMap((folder) => [
    path.join(folder, "node_modules", "npm"),
    npmFolderOf(path.join(folder, "npm")),
  ]);
  const places = [
    npmFolderOf(process.env.npm_execpath),
    path.join(besideNode, "node_modules", "npm"),
    path.join(besideNode, "..", "lib", "node_modules", "npm"),
    ...onPath,
  ];
  return places
    .filter((folder) => folder !== undefined)
    .map((folder) => path.join(folder, "bin", "npx-cli.js"))
    .find((file) => existsSync(file));
}

function npmFolderOf(file) {
  if (!file || !existsSync(file)) return undefined;
  const real = realpathSync(file);
  return path.basename(real) === "npm-cli.js" ? path.join(path.dirname(real), "..") : undefined;
}

const pathKey = (env) => Object.keys(env).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
const pathFolders = (env) => (env[pathKey(env)] ?? "").split(path.delimiter).filter((folder) => folder !== "");

async function install(root) {
  const npx = findNpx();
  const byHand = "Install Node 18 or later from nodejs.org (npm comes with it), then run the same command again.";
  if (npx === undefined) throw new Failure("npm was not found; the first run needs it to fetch packages.", byHand, 3);
  const npm = readJson(path.join(path.dirname(npx), "..", "package.json")).version;
  if (Number(npm.split(".")[0]) < 7)
    throw new Failure(`npm ${npm} is too old; version 7 or later is needed.`, byHand, 3);

  say("packages: installing into node_modules (Node 24, pnpm, the test tools; this once needs the network)");
  const started = Date.now();
  rmSync(stampFile(root), { force: true });
  const env = {
    ...process.env,
    // Schools that inspect connections put their certificate into the system's store.
    NODE_USE_SYSTEM_CA: "1",
    npm_config_update_notifier: "false",
    // A machine without a network should hear so in seconds.
    npm_config_fetch_retries: "1",
    npm_config_fetch_retry_mintimeout: "1000",
  };
  const packages = ["--yes", "-p", nodeRange, "-p", pnpmVersion];
  const pnpm = [
    "pnpm",
    "install",
    "--frozen-lockfile",
    "--config.confirmModulesPurge=false",
    "--config.fetchRetries=1",
    "--config.fetchRetryMintimeout=1000",
    "--config.fetchRetryMaxtimeout=4000",
  ];
  const { exitCode, log } = await runChild(process.execPath, [npx, ...packages, ...pnpm], { root, env, keepLog: true });
  if (exitCode === 130) throw new Failure("Interrupted.", "The same command again goes on from here.", 130);
  if (exitCode !== 0) throw explainInstall(log, exitCode);
  if (!existsSync(ownNode(root))) {
    throw new Failure(
      "pnpm finished, but Node 24 is missing in node_modules.",
      "Delete node_modules, then try again.",
      3,
    );
  }
  writeFileSync(stampFile(root), installStamp(root));
  say(`packages: installed in ${seconds(started)}`);
}

/** Each way in which an installation fails for a student, and what to do. The log has been shown above it. */
function explainInstall(log, exitCode) {
  const causes = [
    [
      /CERT_|_CERT|self-signed|unable to verify/i,
      "The packages could not be fetched: this network re-signs secure connections with a certificate that Node does not know.",
      "Ask for the network's certificate file, set NODE_EXTRA_CA_CERTS to its path, then run the same command again.",
    ],
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EIDLETIMEOUT|ERR_SOCKET_TIMEOUT|META_FETCH_FAIL|ERR_PNPM_FETCH|network (?:error|request)/,
      "The packages could not be fetched: the package registry cannot be reached from here.",
      "Connect to a network (behind a proxy, set HTTPS_PROXY), then run the same command again. Afterwards no network is needed.",
    ],
    [/ENOSPC|no space left/i, "The disk is full.", "Free about 2 GB, then run the same command again."],
    [
      /EACCES|EPERM|EBUSY|EROFS/,
      "A file could not be written: it is read-only, or another program has it open.",
      "Close editors and terminals that use this folder, check that the folder is yours, then run the same command again.",
    ],
    [
      /ERR_PNPM_OUTDATED_LOCKFILE|frozen-lockfile/,
      "pnpm-lock.yaml does not fit the package.json files.",
      "If you changed a dependency run `npx pnpm@11.28.10 install`; otherwise restore both with git.",
    ],
  ];
  for (const [pattern, message, fix] of causes) if (pattern.test(log)) return new Failure(message, fix, 3);
  return new Failure(
    `Installing the packages failed (exit code ${exitCode}).`,
    "The lines above say why. Delete node_modules and run the same command again if they do not help.",
    3,
  );
}

/**
 * Starts a program without a shell and waits. A terminal sends Ctrl-C to the child itself, so SIGINT is passed on only
 * where no terminal does it; this process stays until the child has cleaned up.
 */
function runChild(program, args, { root, env, keepLog = false }) {
  return new Promise((resolve, reject) => {
    // Talk goes to stderr; a log is kept only to explain a failure.
    const child = spawn(program, args, { cwd: root, env, stdio: keepLog ? ["ignore", "pipe", "pipe"] : "inherit" });
    let log = "";
    const keep = (chunk) => {
      log = (log + chunk).slice(-20_000);
      process.stderr.write(chunk);
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    let interrupted = false;
    const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
      const handler = () => {
        interrupted ||= signal === "SIGINT";
        if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
      };
      process.on(signal, handler);
      return () => process.off(signal, handler);
    });
    const done = () => handlers.forEach((remove) => remove());
    child.once("error", (error) => {
      done();
      reject(new Failure(`${program} did not start: ${error.message}`, "Delete node_modules, then try again.", 3));
    });
    child.once("close", (code, signal) => {
      done();
      const bySignal = signal === null ? undefined : 128 + (os.constants.signals[signal] ?? 0);
      resolve({ exitCode: keepLog && interrupted ? 130 : (bySignal ?? code ?? 1), log });
    });
  });
}

/** The environment in which the repository's Node, pnpm and tools come first, and nothing reports home. */
function ownEnvironment(root) {
  const key = pathKey(process.env);
  const first = [path.dirname(ownNode(root)), path.join(root, "node_modules", ".bin")];
  const folders = [...first, ...pathFolders(process.env)].join(path.delimiter);
  return { ...process.env, [key]: folders, DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" };
}

const say = (text) => process.stderr.write(`${text}\n`);
const seconds = (started) => `${((Date.now() - started) / 1000).toFixed(1)} s`;

async function main(root, [name, ...rest]) {
  const script = scripts[name];
  if (script === undefined) {
    const names = Object.keys(scripts).join(", ");
    throw new Failure(`No script is called ${name ?? "(nothing)"}.`, `Scripts: ${names}.`, 2);
  }
  if (Number(process.versions.node.split(".")[0]) < 18) {
    throw new Failure(`Node ${process.versions.node} is too old; version 18 or later is needed.`, "See nodejs.org.", 3);
  }
  if (isInstalled(root)) say("packages: installed and up to date");
  else await install(root);
  const { exitCode } = await runChild(ownNode(root), [...script, ...rest], { root, env: ownEnvironment(root) });
  return exitCode;
}

const self = fileURLToPath(import.meta.url);
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(self)) {
  try {
    process.exitCode = await main(path.join(path.dirname(self), ".."), process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
}
