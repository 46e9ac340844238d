import { datasetHash, type Finding, type ResultsSummary } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** From here on the adapter's set cannot show a better one. */
const adapterNearlyAll = 0.95;
/** From here on the base leaves an adapter no room that a class-sized set could show. */
const baseNearlyAll = 0.9;

/** Evaluation sets that are used up, and marks of difficulty that results contradict, by the committed results. */
export function saturation(
  results: ReadonlyMap<string, ResultsSummary>,
  evaluation: readonly Row[],
  evalFile: string,
): Finding[] {
  if (results.size === 0) return [];
  const current = datasetHash(evaluation.map(({ item }) => item));
  return [...results].flatMap(([base, { dataset, adapterRun, baseBest }]): Finding[] => {
    // Results of other rows say nothing about these.
    if (dataset.sha256 !== current) return [];
    const findings: Finding[] = [];
    const told = (who: string, { counts, interval }: typeof adapterRun) =>
      findings.push({
        code: "set-saturated",
        severity: "warning",
        file: evalFile,
        message: `${who} is right on ${counts.right} of ${counts.items} (${percent(interval[0])}–${percent(interval[1])}), so the set cannot show much more.`,
        fix: "Write harder rows: longer, rarer, or worded as training never words them.",
      });
    if (adapterRun.interval[0] >= adapterNearlyAll) told(`The adapter on ${base}`, adapterRun);
    if (baseBest.interval[0] >= baseNearlyAll) told(`The base ${base} alone`, baseBest);
    const { easy, hard } = adapterRun.byDifficulty;
    if (easy !== undefined && hard !== undefined && hard.interval[0] > easy.interval[1]) {
      findings.push({
        code: "difficulty-order",
        severity: "note",
        file: evalFile,
        message: `On ${base} the adapter is right on ${hard.counts.right} of ${hard.counts.items} hard rows, but on ${easy.counts.right} of ${easy.counts.items} easy ones.`,
        fix: "Look at what the marks mean: hard rows should be the harder ones.",
      });
    }
    return findings;
  });
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
