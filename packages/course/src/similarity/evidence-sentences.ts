import { visibleText } from "@locollm/core";
import { jaccardError } from "./minhash.ts";
import type { DataOverlap } from "./data-overlap.ts";
import type { Likeness, UsualLikeness } from "./likeness.ts";
import { areMuchAlike, isMuchData, sameGenerator, sameRows, sameStart, sameTask } from "./thresholds.ts";
import type { WeightsOverlap } from "./weights-overlap.ts";

/** What an instructor reads about two adapters: what was declared, then every figure that is large, beside what is usual. */
export function evidenceSentences({ lineage, weights, data }: Likeness, usual: UsualLikeness | null): string[] {
  return [
    lineage === null ? `Not declared: neither names the other in from.` : `Declared: ${lineage}.`,
    ...(weights !== null && areMuchAlike(weights) ? weightsSentences(weights, usual) : []),
    ...data.filter(isMuchData).map((overlap) => dataSentence(overlap, usual)),
  ];
}

function weightsSentences({ cosine, outputs, inputs }: WeightsOverlap, usual: UsualLikeness | null): string[] {
  const others =
    usual === null || usual.weightsCosine === null || usual.subspaceOverlap === null
      ? ""
      : `; ${othersWords(usual.adaptersWithWeights)}: at most ${usual.weightsCosine.toFixed(2)} and ${percent(usual.subspaceOverlap)}`;
  return [
    `The weights' updates have a cosine of ${cosine.toFixed(2)}, and ${percent(outputs)} of the directions that they write are shared${others}. Two adapters for one task, made apart: ${sameTask.weightsCosine} and ${percent(sameTask.subspaceOverlap)}; one trained twice from the same rows and seed: at least ${sameRows.weightsCosine} and ${percent(sameRows.subspaceOverlap)}.`,
    ...(inputs < sameStart
      ? []
      : [
          `They share ${percent(inputs)} of the directions that they read, as adapters do that start from the same seed (61 % or more whatever the task), which makes those for one task more alike.`,
        ]),
  ];
}

function dataSentence(
  { set, otherSet, jaccard, rows, rowsShared, examples }: DataOverlap,
  usual: UsualLikeness | null,
): string {
  const [example] = examples;
  const such =
    example === undefined
      ? ""
      : `, such as ${visibleText(example.row.id)} (line ${example.row.line}) and its ${visibleText(example.other.id)} (line ${example.other.line})`;
  const others =
    usual === null
      ? ""
      : `; ${othersWords(usual.adapters)}: at most ${usual.rowsShared} rows and ${usual.dataJaccard.toFixed(2)}`;
  return `${rowsShared} of ${rows} ${nameOf(set)} rows have nearly the question and the very answer of one of its ${nameOf(otherSet)} rows${such}; of three-word passages ${jaccard.toFixed(2)} ± ${jaccardError(jaccard).toFixed(2)} are in both sets${others}. Sets of one generator from two seeds: ${sameGenerator.least} to ${sameGenerator.most}.`;
}

function othersWords(adapters: number): string {
  return adapters === 1
    ? "the one other adapter that was compared"
    : `the ${adapters} other adapters that were compared`;
}

function nameOf(set: DataOverlap["set"]): string {
  return set === "train" ? "training" : "evaluation";
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
