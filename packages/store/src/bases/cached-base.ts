import path from "node:path";
import type { BaseManifest } from "@locollm/core";
import { homeFolders, locoHome } from "../home.ts";
import { isSealed } from "../sealed-file.ts";
import { readPin } from "./pinned-hash.ts";

/** A base that is on this disk, verified and read-only. */
export interface CachedBase {
  readonly id: string;
  readonly path: string;
  readonly sha256: string;
}

/**
 * The base if it is in the home folder; never touches the network.
 *
 * @param onDamaged told that the file was there, but damaged, and is removed
 */
export async function findCachedBase(
  manifest: BaseManifest,
  home: string = locoHome(),
  onDamaged?: (file: string) => void,
): Promise<CachedBase | undefined> {
  const sha256 = manifest.file.sha256 ?? (await readPin(home, manifest.id))?.sha256;
  if (sha256 === undefined) return undefined;
  const file = basePath(home, sha256);
  return (await isSealed(file, sha256, onDamaged)) ? { id: manifest.id, path: file, sha256 } : undefined;
}

export function basePath(home: string, sha256: string): string {
  return path.join(home, homeFolders.bases, `${sha256}.gguf`);
}
