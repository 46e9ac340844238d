import type { BaseManifest } from "@locollm/core";
import { environmentCost, readyEnvironment } from "@locollm/trainer";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { cachedBase, formatBytes } from "@locollm/course";

/**
 * What an estimate says while the base is not here: nobody is made to download it to learn what it costs. Undefined where it
 * is here.
 */
export async function missingBase(
  invocation: Invocation,
  manifest: BaseManifest,
  { training }: { readonly training: boolean },
): Promise<CommandResult | undefined> {
  if ((await cachedBase(invocation, manifest)) !== undefined) return undefined;
  const environment = training && (await readyEnvironment()) === undefined ? environmentCost() : null;
  const python =
    environment === null
      ? ""
      : ` Training also makes its Python environment, once: at most ${formatBytes(environment.download)} to download, ${formatBytes(environment.disk)} on disk.`;
  const { bytes } = manifest.file;
  const size = bytes === undefined ? "a download whose size its source tells" : `${formatBytes(bytes)} to download`;
  return {
    data: { base: manifest.id, baseIsHere: false, downloadBytes: bytes ?? null, environment },
    text: `${manifest.title} is not here yet: ${size}, once, and as much on disk.${python} Time and memory can be judged once it is: loco base fetch ${manifest.id}`,
  };
}
