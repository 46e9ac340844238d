import type { BaseManifest } from "@locollm/core";
import { findCachedBase, locoHome, type CachedBase } from "@locollm/store";
import type { Work } from "../work/work.ts";

/** The base if it is on this machine. Says where it was, but damaged; such a file is removed, and fetched again when it is needed. */
export function cachedBase({ talk }: Work, manifest: BaseManifest): Promise<CachedBase | undefined> {
  return findCachedBase(manifest, locoHome(), (file) =>
    talk.warn(`${manifest.id} was here, but damaged on the disk; the file is removed: ${file}`),
  );
}
