import { didYouMean, type Finding } from "@locollm/core";
import type { AdapterFolder } from "../workspace/workspace.ts";

/** Declared origins (`from`) that are no adapter of this class, or the adapter itself. */
export function lineage(
  { id, manifest, manifestLine }: AdapterFolder,
  adapters: readonly string[],
  file: string,
): Finding[] {
  return (manifest.from ?? []).flatMap((origin, at): Finding[] => {
    const [name] = origin.split("@") as [string];
    const finding = (message: string, fix: string): Finding[] => [
      { code: "from-unknown", severity: "error", file, line: manifestLine(["from", at]), message, fix },
    ];
    // An earlier version of it needs no declaration.
    if (name === id)
      return finding(`${origin} is this adapter itself.`, "Name the adapters that it builds on, or delete from.");
    if (adapters.includes(name)) return [];
    return finding(
      `There is no adapter called ${name}.`,
      didYouMean(
        name,
        adapters.filter((other) => other !== id),
      ),
    );
  });
}
