import { hashOf, type AdapterManifest, type JsonValue } from "@locollm/core";
import type { AdapterFolder } from "@locollm/store";
import { folderHashes } from "./folder-hashes.ts";

/** What a reader is told, and nothing is measured by. */
const proseFiles = ["README.md", "proposal.md", "TRAINING_LOG.md"];

/**
 * sha256 of all in an adapter's folder that its results depend on: rows, fixtures, weights, locks, and of the manifest, by what it says, what
 * asks, trains or scores. Prose is left out.
 *
 * @param isLeftOut other files that do not count, by their path in the folder
 */
export async function measuredHash(
  { folder, manifest }: AdapterFolder,
  isLeftOut: (inside: string) => boolean = () => false,
): Promise<string> {
  const hashes = await folderHashes(folder);
  for (const name of hashes.keys())
    if (name === "adapter.yaml" || proseFiles.includes(name) || isLeftOut(name)) hashes.delete(name);
  return hashOf({ files: Object.fromEntries(hashes), ...measuredBy(manifest) } as JsonValue);
}

function measuredBy({ prompt, score, train }: AdapterManifest) {
  return { prompt, score, train };
}
