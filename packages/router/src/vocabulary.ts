import { featureScale, formFeatures, isForm, isWording } from "./features.ts";

/** A question as a sparse row of unit length: positions of its known features, and their values. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** The known features and what each is worth: its scale times its inverse document frequency. */
export interface Vocabulary {
  readonly features: readonly string[];
  readonly worths: Float64Array;
  readonly columnOf: ReadonlyMap<string, number>;
}

/** Questions that a feature must occur in to be known. */
const leastQuestions = 2;
const formWorth = 3;
const leastFamiliar = 1 / 3;

/**
 * The vocabulary of some questions, given as their features. The inverse document frequency is 1 + ln((1 + n) / (1 + n_f)), smoothed
 * as if one more question held every feature. Features of form have a fixed worth, since each question has them.
 */
export function buildVocabulary(questions: readonly ReadonlySet<string>[]): Vocabulary {
  const counts = new Map<string, number>();
  for (const question of questions) for (const feature of question) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const features = [...formFeatures];
  const worths = formFeatures.map(() => formWorth);
  for (const [feature, count] of counts) {
    if (count < leastQuestions || isForm(feature)) continue;
    features.push(feature);
    worths.push(rounded(featureScale(feature) * (1 + Math.log((1 + questions.length) / (1 + count)))));
  }
  return vocabularyOf(features, worths);
}

/** The vocabulary with these features and worths, in this order. */
export function vocabularyOf(features: readonly string[], worths: ArrayLike<number>): Vocabulary {
  const columnOf = new Map(features.map((feature, column) => [feature, column]));
  return { features, worths: Float64Array.from(worths), columnOf };
}

/**
 * A question's row: the worth of each known feature, divided by their Euclidean norm. Unknown features are left out; where fewer than
 * a third of the words and letter runs are known, what is known is chance, and only the question's form is left.
 */
export function rowOf(vocabulary: Vocabulary, question: ReadonlySet<string>): SparseRow {
  const familiar = isFamiliar(vocabulary, question);
  const columns: number[] = [];
  let squares = 0;
  for (const feature of question) {
    const column = vocabulary.columnOf.get(feature);
    if (column === undefined || !(familiar || isForm(feature))) continue;
    columns.push(column);
    squares += vocabulary.worths[column]! ** 2;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return {
    columns: Int32Array.from(columns),
    values: Float64Array.from(columns, (column) => vocabulary.worths[column]! * scale),
  };
}

function isFamiliar({ columnOf }: Vocabulary, question: ReadonlySet<string>): boolean {
  let all = 0;
  let known = 0;
  for (const feature of question) {
    if (!isWording(feature)) continue;
    all++;
    if (columnOf.has(feature)) known++;
  }
  return known >= leastFamiliar * all;
}

/** To three decimals, so that a router read from its file is the one that was written. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
