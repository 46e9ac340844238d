import type { BaseManifest } from "@locollm/core";
import type { CommandResult } from "../command-result.ts";
import type { Invocation } from "../invocation.ts";
import { formatBytes } from "../terminal/bytes.ts";
import { cachedBase } from "./cached-base.ts";

/**
 * What an estimate says while the base is not here: nobody is made to download it to learn what it costs. Undefined where it
 * is here.
 */
export async function missingBase(invocation: Invocation, manifest: BaseManifest): Promise<CommandResult | undefined> {
  if ((await cachedBase(invocation, manifest)) !== undefined) return undefined;
  const { bytes } = manifest.file;
  const size = bytes === undefined ? "a download whose size its source tells" : `${formatBytes(bytes)} to download`;
  return {
    data: { base: manifest.id, baseIsHere: false, downloadBytes: bytes ?? null },
    text: `${manifest.title} is not here yet: ${size}, once, and as much on disk. Time and memory can be judged once it is: loco base fetch ${manifest.id}`,
  };
}
