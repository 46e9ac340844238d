import { hashOf, targetOf, visibleText, type GradeRecord, type Item, type Verdict } from "@locollm/core";
import { compareOutcomes, createScorer, points, pValueText, type Evaluation, type OutcomePair } from "@locollm/eval";
import { readAdapterData, type AdapterFolder } from "@locollm/store";

/** A share of the training rows below which always giving their commonest answer is nobody's rival. */
const leastShare = 0.05;
const mostCharacters = 60;

/** What always giving the same answer would score, and the adapter beside that. */
export interface ConstantAnswer {
  readonly answer: string;
  readonly right: number;
  readonly verdict: Verdict;
}

/** Scorers by which one short answer can be right on many items. */
const scorersOfShortAnswers = new Set(["choice", "exact", "numeric"]);

/**
 * An adapter beside whoever always gives the answer that is commonest in its training rows. That can be enough to beat a base that does not
 * keep to the answers' form, so being better than the base does not show that the questions were read. Null where answers are
 * long, or where no label is picked and none is common.
 */
export async function besideConstantAnswer(
  adapter: AdapterFolder,
  { run, samples }: Evaluation,
  alpha: number,
): Promise<ConstantAnswer | null> {
  const { score, prompt } = adapter.manifest;
  if (!scorersOfShortAnswers.has(score.scorer)) return null;
  const { train, eval: rows } = await readAdapterData(adapter);
  const { answer, share } = commonest(train.map(({ item }) => targetOf(item)));
  if (answer.length > mostCharacters || (score.scorer !== "choice" && share < leastShare)) return null;
  await using scorer = createScorer(score, { tools: prompt.tools });
  const items = new Map(rows.map(({ item }) => [item.id, item]));
  const pairs = await Promise.all(
    samples.map(async ({ item, score: own }): Promise<OutcomePair> => {
      const row = items.get(item) as Item;
      const { outcome } = await scorer(row, answer);
      const after = own.outcome === "error" ? null : own.outcome === "right" ? 1 : 0;
      return { before: outcome === "right" ? 1 : 0, after, source: row.source ?? `item ${item}` };
    }),
  );
  const sides = { before: hashOf({ always: answer }), after: run.id };
  const right = pairs.filter(({ before }) => before === 1).length;
  return { answer: visibleText(answer), right, verdict: compareOutcomes(pairs, { alpha, sides }) };
}

/** The comparison in plain words, with a verdict that is adjusted by now. */
export function saidOfConstant({ answer, right }: ConstantAnswer, verdict: Verdict): GradeRecord["constant"] {
  const { items, delta, interval, level, outcome } = verdict;
  const figures = `${points(delta)} points, ${Math.round(level * 100)} % interval ${points(interval[0])} to ${points(interval[1])}; ${pValueText(verdict)}`;
  const said =
    outcome === "better"
      ? `The adapter is better than that (${figures}).`
      : `That the adapter is better than that is not shown (${figures}), so nothing shows that it learnt from the questions.`;
  const sentence = `Always answering “${answer}”, the commonest answer of its training rows, would be right on ${right} of ${items}. ${said}`;
  return { answer, right, verdict, sentence };
}

/** The first of the most frequent in the order of the alphabet, so that the order of the rows decides nothing. */
function commonest(answers: readonly string[]): { readonly answer: string; readonly share: number } {
  const counts = Map.groupBy(answers.toSorted(), (one) => one);
  const [answer, all] = [...counts].reduce((most, one) => (one[1].length > most[1].length ? one : most));
  return { answer, share: all.length / answers.length };
}
