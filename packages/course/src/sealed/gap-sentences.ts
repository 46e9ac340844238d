import type { ResultsSummary, Seals } from "@locollm/core";
import { sealedGap } from "@locollm/eval";
import { readSealedResults, type AdapterFolder } from "@locollm/store";

/** What an adapter's report says of revealed rows: the gap, where the very weights of the report were graded on them. */
export async function gapSentences(
  adapter: AdapterFolder,
  seals: Seals | null,
  { base, weights }: ResultsSummary,
): Promise<string[]> {
  if (seals === null) return [];
  const { results } = await readSealedResults(adapter, seals);
  if (results === null || results.base.id !== base.id) return [];
  if (results.weights === weights) return sealedGap(results).sentences;
  return [
    `The sealed items were answered by other weights (sha256 ${results.weights.slice(0, 12)}…), so their gap says nothing about these.`,
  ];
}
