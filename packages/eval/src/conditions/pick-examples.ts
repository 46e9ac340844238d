import { questionOf, sha256Hex, targetOf, type Item } from "@locollm/core";

/**
 * Picks `count` training rows as few-shot examples: each next one from the label, then the difficulty, that was shown least so far,
 * out of the shorter half of that difficulty's rows. The same rows give the same examples, in any file order, and fewer examples are
 * the beginning of more. A label is the answer where answers repeat (queues), else the row's tags.
 */
export function pickExamples(rows: readonly Item[], count: number): Item[] {
  const labelOf = labels(rows);
  const left = shuffled(shorterHalves(rows));
  const shown = { labels: new Map<string, number>(), difficulties: new Map<string, number>() };
  const examples: Item[] = [];
  while (examples.length < count && left.length > 0) {
    let best = 0;
    const uses = left.map((row) => [
      shown.labels.get(labelOf(row)) ?? 0,
      shown.difficulties.get(difficultyOf(row)) ?? 0,
    ]);
    for (let i = 1; i < left.length; i++) if (isLess(uses[i]!, uses[best]!)) best = i;
    const [row] = left.splice(best, 1) as [Item];
    examples.push(row);
    shown.labels.set(labelOf(row), (shown.labels.get(labelOf(row)) ?? 0) + 1);
    shown.difficulties.set(difficultyOf(row), (shown.difficulties.get(difficultyOf(row)) ?? 0) + 1);
  }
  return examples;
}

/**
 * Splits off `count` rows that no example comes from, spread evenly over the difficulties: what a prompt is tried on.
 * The same rows give the same split.
 */
export function pickValidationRows(rows: readonly Item[], examples: readonly Item[], count: number): Item[] {
  const taken = new Set(examples.map((row) => row.id));
  const seen = new Map<string, number>();
  return shuffled(rows.filter((row) => !taken.has(row.id)))
    .map((row) => {
      const rank = seen.get(difficultyOf(row)) ?? 0;
      seen.set(difficultyOf(row), rank + 1);
      return { row, rank };
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ row }) => row);
}

function labels(rows: readonly Item[]): (row: Item) => string {
  const answers = new Set(rows.map((row) => JSON.stringify(row.answer)));
  const repeated = answers.size <= Math.max(2, rows.length / 10);
  return (row) => (repeated ? JSON.stringify(row.answer) : JSON.stringify(row.tags ?? []));
}

function shorterHalves(rows: readonly Item[]): Item[] {
  return [...Map.groupBy(rows, difficultyOf).values()].flatMap((group) =>
    shuffled(group)
      .sort((a, b) => lengthOf(a) - lengthOf(b))
      .slice(0, Math.ceil(group.length / 2)),
  );
}

function difficultyOf(row: Item): string {
  return row.difficulty ?? "";
}

function lengthOf(row: Item): number {
  return questionOf(row).reduce((sum, turn) => sum + turn.content.length, 0) + targetOf(row).length;
}

/** A fixed shuffle: rows next to each other in a generated file are often alike. */
function shuffled(rows: readonly Item[]): Item[] {
  return rows
    .map((row) => ({ row, key: sha256Hex(row.id) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  return a[0] === b[0] ? a[1]! < b[1]! : a[0]! < b[0]!;
}
