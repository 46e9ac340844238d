import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The generators of adapters: each writes the data of the adapter of its name and exports it as `dataset`. */
export const adapterGenerators = ["iso-dates", "shop-reviews", "phone-numbers"] as const;

/** Runs every generator, each also runs alone as `node generators/<name>.mts [--check]`. Exits 1 when one fails. */
function generateAll(): void {
  for (const name of [...adapterGenerators, "out-of-scope"]) {
    const script = join(import.meta.dirname, `${name}.mts`);
    const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: "inherit" });
    if (status !== 0) process.exitCode = 1;
  }
}

if (import.meta.main) generateAll();
