import { isDeepStrictEqual } from "node:util";
import {
  datasetHash,
  type AdapterManifest,
  type BaseManifest,
  type GradeRecord,
  type GradeRules,
  type ResultsSummary,
} from "@locollm/core";
import { readAdapterData, type AdapterFolder } from "@locollm/store";
import { folderHashes } from "./folder-hashes.ts";
import { trainedHere } from "./trained-here.ts";

export interface StandingResults {
  readonly results: ResultsSummary;
  readonly weights: NonNullable<GradeRecord["weights"]>;
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
  rules: GradeRules,
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
  const trainingData = trainedHere(lock, rules) ? "verified" : "unverified";
  return measured ? { results, weights: { from: "class", sha256: lock.weights.sha256, trainingData } } : null;
}

function measuredBy({ prompt, score, train }: AdapterManifest) {
  return { prompt, score, train };
}

/** sha256 of every file by its path, without the manifest, which is compared by what it says, and without prose. */
async function contents(folder: string): Promise<Map<string, string>> {
  const hashes = await folderHashes(folder);
  for (const name of ["adapter.yaml", ...proseFiles]) hashes.delete(name);
  return hashes;
}
