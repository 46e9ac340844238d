import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { datasetHash, type AdapterManifest, type BaseManifest, type Lock, type ResultsSummary } from "@locollm/core";
import { readAdapterData, type AdapterFolder } from "@locollm/store";

export interface StandingResults {
  readonly results: ResultsSummary;
  readonly weights: Lock["weights"];
}

/** What a reader is told, and nothing is measured by. */
const proseFiles = new Set(["README.md", "proposal.md", "TRAINING_LOG.md"]);

/**
 * The results of the accepted version, where a submission changes nothing that they depend on: rows, fixtures, weights, lock, and all of
 * the manifest that asks, trains or scores are the same, so that measuring again could only find the same. Null where anything else
 * changed, or the class has no results on this base.
 */
export async function standingResults(
  submitted: AdapterFolder,
  accepted: AdapterFolder | undefined,
  { id: base, file }: BaseManifest,
): Promise<StandingResults | null> {
  const lock = accepted?.locks.get(base);
  const results = accepted?.results.get(base);
  if (accepted === undefined || lock === undefined || results === undefined) return null;
  if (results.weights !== lock.weights.sha256 || results.base.sha256 !== file.sha256) return null;
  if (!isDeepStrictEqual(measuredBy(submitted.manifest), measuredBy(accepted.manifest))) return null;
  const [theirs, ours] = await Promise.all([submitted, accepted].map(({ folder }) => contents(folder)));
  if (!isDeepStrictEqual(theirs, ours)) return null;
  const data = await readAdapterData(accepted);
  const measured = results.dataset.sha256 === datasetHash(data.eval.map(({ item }) => item));
  return measured ? { results, weights: lock.weights } : null;
}

function measuredBy({ prompt, score, train }: AdapterManifest) {
  return { prompt, score, train };
}

/** sha256 of every file by its path, without the manifest, which is compared by what it says, and without prose. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((name) => name !== "adapter.yaml" && !proseFiles.has(name));
  const hashes = files.map(async (name) => {
    const hash = createHash("sha256").update(await readFile(path.join(folder, name)));
    return [name, hash.digest("hex")] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}
