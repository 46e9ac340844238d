import { datasetHash, type Item, type Run, type Sample } from "@locollm/core";

/**
 * What to say of a run's rows beside those that `data/eval.jsonl` holds now: that some have changed or gone, so that what is shown of them is not
 * what was asked; or that the run asked only some of them. Nothing where they are the same.
 */
export function changedRows(
  { run, samples }: { readonly run: Run; readonly samples: readonly Sample[] },
  items: readonly Item[],
): string[] {
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const asked = samples.flatMap(({ item }) => itemOf.get(item) ?? []);
  const gone = samples.length - asked.length;
  if (gone > 0 || datasetHash(asked) !== run.dataset.sha256) {
    const missing = gone === 0 ? "" : `, and ${gone} of ${samples.length} rows are gone`;
    return [
      `data/eval.jsonl has changed since this was measured${missing}. Answers and scores belong to the rows as they were; questions and expected answers are shown as they are now. Evaluate again with loco eval ${run.adapter}.`,
    ];
  }
  return asked.length < items.length
    ? [`This was measured on ${asked.length} of the ${items.length} rows that data/eval.jsonl holds now.`]
    : [];
}
