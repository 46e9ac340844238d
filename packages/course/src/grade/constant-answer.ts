import { hashOf, type GradeRecord, type Item, type Verdict } from "@locollm/core";
import { compareOutcomes, points, pValueText, type Evaluation, type OutcomePair } from "@locollm/eval";
import { readAdapterData, type AdapterFolder } from "@locollm/store";

/** What always giving the same answer would score, and the adapter beside that. */
export interface ConstantAnswer {
  readonly answer: string;
  readonly right: number;
  readonly verdict: Verdict;
}

/**
 * An adapter that picks among labels beside whoever always names the label that is commonest in its training rows. Labels alone, without
 * the questions, can be enough to beat a base that does not keep to them, so being better than the base does not show that anything about
 * the questions was learnt. Null where answers are not picked among labels.
 */
export async function besideConstantAnswer(
  adapter: AdapterFolder,
  { run, samples }: Evaluation,
  alpha: number,
): Promise<ConstantAnswer | null> {
  if (adapter.manifest.score.scorer !== "choice") return null;
  const { train, eval: rows } = await readAdapterData(adapter);
  const answer = commonest(train.flatMap(({ item }) => (typeof item.answer === "string" ? [item.answer] : [])));
  const items = new Map(rows.map(({ item }) => [item.id, item]));
  const pairs = samples.map(({ item, score }): OutcomePair => {
    const row = items.get(item) as Item;
    const after = score.outcome === "error" ? null : score.outcome === "right" ? 1 : 0;
    return { before: row.answer === answer ? 1 : 0, after, source: row.source ?? `item ${item}` };
  });
  const sides = { before: hashOf({ always: answer }), after: run.id };
  const right = pairs.filter(({ before }) => before === 1).length;
  return { answer, right, verdict: compareOutcomes(pairs, { alpha, sides }) };
}

/** The comparison in plain words, with a verdict that is adjusted by now. */
export function saidOfConstant({ answer, right }: ConstantAnswer, verdict: Verdict): GradeRecord["constant"] {
  const { items, delta, interval, level, outcome } = verdict;
  const figures = `${points(delta)} points, ${Math.round(level * 100)} % interval ${points(interval[0])} to ${points(interval[1])}; ${pValueText(verdict)}`;
  const said =
    outcome === "better"
      ? `The adapter is better than that (${figures}).`
      : `That the adapter is better than that is not shown (${figures}), so nothing shows that it learnt from the questions.`;
  const sentence = `Always answering “${answer}”, the commonest label of its training rows, would be right on ${right} of ${items}. ${said}`;
  return { answer, right, verdict, sentence };
}

/** The first of the most frequent in the order of the alphabet, so that the order of the rows decides nothing. */
function commonest(answers: readonly string[]): string {
  const counts = Map.groupBy(answers.toSorted(), (one) => one);
  return [...counts].reduce((most, one) => (one[1].length > most[1].length ? one : most))[0];
}
