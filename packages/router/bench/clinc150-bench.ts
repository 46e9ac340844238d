import { questionFeatures } from "../src/features.ts";
import { fitSoftmaxRegression, logitsOf } from "../src/softmax-regression.ts";
import { softmax } from "../src/softmax.ts";
import { buildVocabulary, rowOf, type SparseRow } from "../src/vocabulary.ts";
import type { Clinc150 } from "../test/clinc150.ts";
import { fitNearestCentroid } from "./nearest-centroid.ts";

export interface ClincFigures {
  readonly task: string;
  readonly method: string;
  readonly accuracy: number;
  readonly outOfScopeRecall: number;
  readonly fitSeconds: number;
  readonly microsecondsPerQuery: number;
}

/**
 * Trains on CLINC150's in-scope training queries and tests on its test split. Recall is the share of out-of-scope test queries whose
 * highest score lies below that of 95 % of the in-scope test queries.
 */
export function benchClinc150(clinc: Clinc150, task: string, classOf: (intent: string) => string): ClincFigures[] {
  const names = [...new Set(clinc.train.map(([, intent]) => classOf(intent)))];
  const columnOf = new Map(names.map((name, k) => [name, k]));
  const start = performance.now();
  const questions = clinc.train.map(([query]) => questionFeatures(query));
  const vocabulary = buildVocabulary(questions);
  const labelled = {
    rows: questions.map((question) => rowOf(vocabulary, question)),
    classes: clinc.train.map(([, intent]) => columnOf.get(classOf(intent))!),
    classCount: names.length,
    columnCount: vocabulary.features.length,
  };
  const readSeconds = (performance.now() - start) / 1000;

  const figures = (method: string, fit: () => (row: SparseRow) => Float64Array): ClincFigures => {
    const fitStart = performance.now();
    const scoresOf = fit();
    const fitSeconds = readSeconds + (performance.now() - fitStart) / 1000;
    const answerStart = performance.now();
    const answer = ([query]: [string, string]): { best: number; score: number } => {
      const scores = scoresOf(rowOf(vocabulary, questionFeatures(query)));
      const score = scores.reduce((most, each) => Math.max(most, each), -Infinity);
      return { best: scores.indexOf(score), score };
    };
    const known = clinc.test.map(answer);
    const unknown = clinc.oos_test.map(answer);
    const seconds = (performance.now() - answerStart) / 1000;
    const threshold = known.map(({ score }) => score).sort((a, b) => a - b)[Math.floor(0.05 * known.length)]!;
    return {
      task,
      method,
      accuracy: known.filter(({ best }, i) => best === columnOf.get(classOf(clinc.test[i]![1]))).length / known.length,
      outOfScopeRecall: unknown.filter(({ score }) => score < threshold).length / unknown.length,
      fitSeconds,
      microsecondsPerQuery: (seconds * 1e6) / (known.length + unknown.length),
    };
  };
  return [
    figures("softmax regression", () => {
      const model = fitSoftmaxRegression(labelled);
      return (row) => softmax(logitsOf(model, row));
    }),
    figures("nearest centroid", () => fitNearestCentroid(labelled)),
  ];
}
