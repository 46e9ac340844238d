/**
 * What `npm test` runs: every check, then every package's tests through turbo, then a summary whose last line is
 * `N passed, N failed`. `--long` runs the `*.long.test.ts` files instead; names after it (`npm test -- lint types`) run those
 * checks alone.
 */
import { execa } from "execa";
import { clearTestResults, sumTestResults, totalsLine } from "./test-results.ts";

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** What to type when it fails, where one command mends it. */
  readonly fix?: string;
}

const root = import.meta.dirname + "/..";
const script = (file: string, ...args: string[]): [string, ...string[]] => [
  "node",
  "--conditions=@locollm/source",
  `tools/${file}`,
  ...args,
];
const turbo = (...tasks: string[]): [string, ...string[]] => [
  "turbo",
  "run",
  ...tasks,
  "--continue=always",
  "--log-order=grouped",
  "--output-logs=errors-only",
];

const checks: readonly Check[] = [
  { name: "files", command: script("check-files.ts") },
  { name: "format", command: ["oxfmt", "--check"], fix: "pnpm format" },
  { name: "lint", command: ["oxlint"], fix: "pnpm lint --fix mends some" },
  { name: "types", command: turbo("typecheck", "typecheck:tools") },
  { name: "unused", command: ["knip", "--no-progress", "--no-config-hints"] },
  { name: "manifests", command: ["sherif", "--no-install"] },
  { name: "schemas", command: script("write-schemas.ts", "--check"), fix: "pnpm schemas" },
  { name: "picture", command: script("draw-tour.ts", "--check"), fix: "node tools/draw-tour.ts" },
  { name: "data", command: script("check-semester-data.ts") },
  { name: "semesters", command: turbo("check") },
];

/** Runs last: the trainer's own tests prepare the Python environment that it wants. */
const python: Check = { name: "python", command: script("python-checks.ts") };

const started = Date.now();
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(8);
const failed: string[] = [];

async function runCheck({ name, command, fix }: Check): Promise<void> {
  const since = Date.now();
  const [program, ...args] = command;
  const run = await execa(program, args, { cwd: root, preferLocal: true, all: true, reject: false, stdin: "ignore" });
  if (run.isTerminated) process.exit(130);
  const last = run.all.trimEnd().split("\n").at(-1) ?? "";
  const skipped = run.exitCode === 0 && last.startsWith("skipped:");
  console.log(`${run.failed ? "FAIL" : "ok  "}  ${name.padEnd(10)}${seconds(since)}${skipped ? `  ${last}` : ""}`);
  if (!run.failed) return;
  failed.push(name);
  console.log(`\n${run.all.trimEnd() || run.shortMessage}\n${fix === undefined ? "" : `Fix: ${fix}\n`}`);
}

/** Turbo remembers which packages' tests passed with the same inputs; on CI they always run. */
async function runTests(long: boolean): Promise<void> {
  clearTestResults(root);
  const reporters = ["--reporter=default", "--reporter=json", "--outputFile.json=.loco/tests.json"];
  const run = await execa(
    "turbo",
    // One package at a time: vitest and the engine use all cores themselves.
    [
      "run",
      "test",
      "test:tools",
      "--continue=always",
      "--concurrency=1",
      "--log-order=grouped",
      "--output-logs=full",
    ].concat(process.env["CI"] || long ? ["--force"] : [], [
      "--",
      ...reporters,
      ...(long ? ["--passWithNoTests"] : []),
    ]),
    {
      cwd: root,
      preferLocal: true,
      reject: false,
      stdin: "ignore",
      stdout: "inherit",
      stderr: "inherit",
      env: { LOCO_LONG: long ? "1" : "0" },
    },
  );
  if (run.isTerminated || run.exitCode === 130) process.exit(130);
  if (run.failed) failed.push("tests");
}

const args = process.argv.slice(2);
const long = args.includes("--long");
const names = args.filter((arg) => arg !== "--long");
const known = [...checks.map((check) => check.name), "tests", "python"];
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(", ")}. Checks: ${known.join(", ")}.`);
  process.exit(2);
}
const wanted = (name: string): boolean => (names.length === 0 ? !long || name === "tests" : names.includes(name));

for (const check of checks) if (wanted(check.name)) await runCheck(check);
if (wanted("tests")) await runTests(long);
if (wanted("python")) await runCheck(python);

console.log(failed.length === 0 ? `\nEverything passed in${seconds(started)}` : `\nFailed: ${failed.join(", ")}`);
if (wanted("tests")) console.log(totalsLine(sumTestResults(root, { every: !long })));
process.exitCode = failed.length === 0 ? 0 : 1;
