import type { Generator } from "@locollm/core";
import { chooseBestPrompt, type BestPrompt } from "@locollm/eval";
import type { Work } from "../work/work.ts";
import type { Domain } from "./open-domain.ts";
import { progressWords } from "./run-progress.ts";

/** The base's best prompt in a domain, and a line about the search for it. */
export async function findBestPrompt({ talk }: Work, domain: Domain, generator: Generator): Promise<BestPrompt> {
  const line = talk.progress("  base, looking for its best prompt on training rows");
  const best = await chooseBestPrompt({
    ...domain,
    generator,
    onProgress: (progress, examples) => line.update(`${examples} examples: ${progressWords(progress)}`),
  });
  line.finish(best.tried.map(({ examples, right, rows }) => `${examples} examples ${right}/${rows}`).join(", "));
  return best;
}
