import { datasetHash, type BaseManifest, type GradeRecord, type GradeRules, type ResultsSummary } from "@locollm/core";
import { readAdapterData, type AdapterFolder } from "@locollm/store";
import { measuredHash } from "./measured-hash.ts";
import { trainedHere } from "./trained-here.ts";

export interface StandingResults {
  readonly results: ResultsSummary;
  readonly weights: NonNullable<GradeRecord["weights"]>;
}

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
  if ((await measuredHash(submitted)) !== (await measuredHash(accepted))) return null;
  const data = await readAdapterData(accepted);
  const measured = results.dataset.sha256 === datasetHash(data.eval.map(({ item }) => item));
  const trainingData = trainedHere(lock, rules) ? "verified" : "unverified";
  return measured ? { results, weights: { from: "class", sha256: lock.weights.sha256, trainingData } } : null;
}
