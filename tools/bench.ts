/** `pnpm bench <name> [arguments]` runs `packages/<package>/bench/<name>.bench.ts`; without a name it lists them. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import os from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { didYouMean } from "@locollm/core";

const root = join(import.meta.dirname, "..");
const files = globSync("packages/*/bench/*.bench.ts", { cwd: root }).sort();
const nameOf = (file: string): string => basename(file, ".bench.ts");
const [name, ...rest] = process.argv.slice(2);
const file = files.find((candidate) => nameOf(candidate) === name);

if (file !== undefined) {
  const busy = await busyCores();
  if (busy > 0.2) {
    console.error(
      `Other programs keep ${busy.toFixed(1)} of ${os.availableParallelism()} cores busy: distrust the times.`,
    );
  }
  const run = spawnSync(process.execPath, ["--conditions=@locollm/source", join(root, file), ...rest], {
    stdio: "inherit",
    // As loco does; see packages/cli/src/main.ts.
    env: { UV_THREADPOOL_SIZE: "1", ...process.env },
  });
  process.exitCode = run.signal === "SIGINT" ? 130 : (run.status ?? 1);
} else {
  const names = files.map(nameOf);
  if (name !== undefined) console.error(`No benchmark is called ${name}. ${didYouMean(name, names)}`);
  console.error(names.length === 0 ? "There are no benchmarks yet." : `Benchmarks: ${names.join(", ")}`);
  process.exitCode = name === undefined ? 0 : 2;
}

/** Cores that the machine's programs kept busy during one second. */
async function busyCores(): Promise<number> {
  const busy = () => os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  const [before, started] = [busy(), performance.now()];
  await setTimeout(1000);
  return (busy() - before) / (performance.now() - started);
}
