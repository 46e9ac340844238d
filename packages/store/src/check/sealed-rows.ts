import { recipes, type Finding } from "@locollm/core";
import type { AdapterData, AdapterFolder, Row } from "../workspace/workspace.ts";
import { answerCut } from "./answer-cut.ts";
import { answerForm } from "./answer-form.ts";
import type { CheckOptions } from "./check-adapter.ts";
import { nearDuplicates, nearTraining } from "./near-duplicates.ts";
import { NearIndex } from "./near-index.ts";
import { trainEvalOverlap } from "./overlap.ts";
import { personalData } from "./personal-data.ts";
import { checkedRecipe } from "./recipe.ts";
import { repeatedQuestions } from "./repeated-questions.ts";
import { rowLength } from "./row-length.ts";
import { templateTokens } from "./template-tokens.ts";
import { trainEvalPassages } from "./train-eval-passages.ts";

/** What a code of training rows is called where the row that is repeated is a public evaluation row. */
const publicCodes: Readonly<Record<string, string>> = {
  "train-eval-overlap": "sealed-eval-overlap",
  "train-eval-near": "sealed-eval-near",
  "train-eval-passage": "sealed-eval-passage",
};

/**
 * The rules on evaluation rows over sealed ones, which may repeat neither training nor public evaluation rows. The messages tell of the
 * rows: whoever shows them takes the text out.
 *
 * @param file as findings name it
 */
export function sealedRows(
  { manifest, manifestLine }: AdapterFolder,
  { train, eval: evaluation }: Pick<AdapterData, "train" | "eval">,
  rows: readonly Row[],
  file: string,
  { baseContext, countTokens }: Pick<CheckOptions, "baseContext" | "countTokens">,
): Finding[] {
  const contextLength = (checkedRecipe(manifest, "", manifestLine).recipe ?? recipes["default"]!).contextLength;
  const against = (others: readonly Row[]) => [
    ...trainEvalOverlap(others, rows, file),
    ...nearTraining(new NearIndex<null>().add(null, others), rows, file),
    ...trainEvalPassages(others, rows, file),
  ];
  return [
    ...repeatedQuestions(rows, file),
    ...nearDuplicates(manifest, new NearIndex<null>().add(null, rows), rows, file),
    ...answerForm(manifest, rows, file),
    ...answerCut("eval", manifest, rows, file),
    ...personalData(rows, file),
    ...templateTokens(rows, file),
    ...rowLength(manifest, rows, file, { contextLength, baseContext, countTokens }),
    ...against(train),
    ...against(evaluation).map((finding) => ({ ...finding, code: publicCodes[finding.code] ?? finding.code })),
  ];
}
