import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installStamp, stampFile } from "./bootstrap.mjs";

let root: string;

/** A small repository that looks installed: the real bootstrap, the Node that runs this test, a script in place of the checks. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "Zoë's class "));
  const node = join("node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  for (const folder of ["tools", dirname(node), "packages/core"]) mkdirSync(join(root, folder), { recursive: true });
  cpSync(join(import.meta.dirname, "bootstrap.mjs"), join(root, "tools", "bootstrap.mjs"));
  cpSync(process.execPath, join(root, node));
  write("node_modules/node/package.json", `{"version":"${process.versions.node}"}`);
  write("package.json", `{"name":"class"}`);
  write("packages/core/package.json", `{"name":"core","dependencies":{"zod":"4"},"scripts":{"test":"vitest"}}`);
  write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n");
  write("pnpm-workspace.yaml", "packages: []\n");
  write("tools/run-checks.ts", `process.stdout.write(JSON.stringify(process.argv.slice(2))); process.exitCode = 5;`);
  write(stampFile("."), installStamp(root));
});

afterEach(() => rmSync(root, { recursive: true, maxRetries: 5 }));

const write = (file: string, text: string): void => writeFileSync(join(root, file), text);

/** Starts the bootstrap where there is no npm: neither on the path nor beside Node. */
const environment = (): NodeJS.ProcessEnv => ({
  SystemRoot: process.env["SystemRoot"],
  PATH: join(root, "no-such-folder"),
});
const ownNode = (): string =>
  join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

function bootstrap(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = [join(root, "tools", "bootstrap.mjs"), ...args];
  const { status, stdout, stderr } = spawnSync(ownNode(), command, { encoding: "utf8", env: environment() });
  return { status, stdout, stderr };
}

test("what is installed runs at once, with its arguments and its exit code, and without npm", () => {
  expect(bootstrap("test", "lint", "a b")).toEqual({
    status: 5,
    stdout: `["lint","a b"]`,
    stderr: "packages: installed and up to date\n",
  });
});

test("a changed lockfile asks for an installation, and without npm says what to do", () => {
  write("pnpm-lock.yaml", "lockfileVersion: '9.1'\n");
  expect(bootstrap("test")).toEqual({
    status: 3,
    stdout: "",
    stderr:
      "npm was not found; the first run needs it to fetch packages.\n" +
      "  Install Node 18 or later from nodejs.org (npm comes with it), then run the same command again.\n",
  });
});

test("a changed dependency, another Node or a lost stamp asks for an installation; a changed script does not", () => {
  write("packages/core/package.json", `{"name":"core","dependencies":{"zod":"4"},"scripts":{"test":"other"}}`);
  expect(bootstrap("test").status).toBe(5);
  write("packages/core/package.json", `{"name":"core","dependencies":{"zod":"5"},"scripts":{"test":"other"}}`);
  expect(bootstrap("test").status).toBe(3);
  write(stampFile("."), installStamp(root));
  expect(bootstrap("test").status).toBe(5);
  write("node_modules/node/package.json", `{"version":"24.0.0"}`);
  expect(bootstrap("test").status).toBe(3);
  rmSync(join(root, stampFile(".")));
  expect(bootstrap("test").status).toBe(3);
});

test("an npm from another age is named", () => {
  write("pnpm-lock.yaml", "changed\n");
  mkdirSync(join(root, "npm", "bin"), { recursive: true });
  write("npm/package.json", `{"version":"6.14.4"}`);
  write("npm/bin/npm-cli.js", "");
  write("npm/bin/npx-cli.js", "");
  const env = { ...environment(), npm_execpath: join(root, "npm", "bin", "npm-cli.js") };
  const run = spawnSync(ownNode(), [join(root, "tools", "bootstrap.mjs"), "test"], { encoding: "utf8", env });
  expect(run.stderr).toContain("npm 6.14.4 is too old; version 7 or later is needed.");
  expect(run.status).toBe(3);
});

test("a registry that cannot be reached is told in plain words", () => {
  write("pnpm-lock.yaml", "changed\n");
  mkdirSync(join(root, "npm", "bin"), { recursive: true });
  write("npm/package.json", `{"version":"11.0.0"}`);
  write("npm/bin/npm-cli.js", "");
  // What npm's own npx prints without a network, from a program in its place: no test may depend on a network's absence.
  write("npm/bin/npx-cli.js", `console.error("npm error code EAI_AGAIN"); process.exit(1);`);
  const env = { ...environment(), npm_execpath: join(root, "npm", "bin", "npm-cli.js") };
  const run = spawnSync(ownNode(), [join(root, "tools", "bootstrap.mjs"), "test"], { encoding: "utf8", env });
  expect(run.stderr).toMatchInlineSnapshot(`
    "packages: installing into node_modules (Node 24, pnpm, the test tools; this once needs the network)
    npm error code EAI_AGAIN
    The packages could not be fetched: the package registry cannot be reached from here.
      Connect to a network (behind a proxy, set HTTPS_PROXY), then run the same command again. Afterwards no network is needed.
    "
  `);
  expect(run.status).toBe(3);
});

test("an unknown script is wrong use", () => {
  expect(bootstrap("toor")).toEqual({
    status: 2,
    stdout: "",
    stderr: "No script is called toor.\n  Scripts: tour, test, test:long.\n",
  });
});

// Windows has no signal that a parent could send here; a console's Ctrl-C reaches both processes there.
test.skipIf(process.platform === "win32")("an interrupt reaches the script, which ends by its own rules", async () => {
  write(
    "tools/run-checks.ts",
    `process.on("SIGINT", () => { console.log("saved"); process.exit(130); }); setInterval(() => {}, 1000); console.log("ready");`,
  );
  const child = spawn(ownNode(), [join(root, "tools", "bootstrap.mjs"), "test"], {
    env: environment(),
    stdio: ["ignore", "pipe", "ignore"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (out === "ready\n") child.kill("SIGINT");
  });
  const [code] = (await once(child, "close")) as [number];
  expect(out).toBe("ready\nsaved\n");
  expect(code).toBe(130);
});
