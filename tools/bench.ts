/** `pnpm bench <name> [arguments]` runs `packages/<package>/bench/<name>.bench.ts`; without a name it lists them. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { didYouMean } from "@locollm/core";

const root = join(import.meta.dirname, "..");
const files = globSync("packages/*/bench/*.bench.ts", { cwd: root }).sort();
const nameOf = (file: string): string => basename(file, ".bench.ts");
const [name, ...rest] = process.argv.slice(2);
const file = files.find((candidate) => nameOf(candidate) === name);

if (file !== undefined) {
  const run = spawnSync(process.execPath, ["--conditions=@locollm/source", join(root, file), ...rest], {
    stdio: "inherit",
  });
  process.exitCode = run.signal === "SIGINT" ? 130 : (run.status ?? 1);
} else {
  const names = files.map(nameOf);
  if (name !== undefined) console.error(`No benchmark is called ${name}. ${didYouMean(name, names)}`);
  console.error(names.length === 0 ? "There are no benchmarks yet." : `Benchmarks: ${names.join(", ")}`);
  process.exitCode = name === undefined ? 0 : 2;
}
