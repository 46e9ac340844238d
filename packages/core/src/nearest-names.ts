/**
 * The names closest to a mistyped one, best first: at most `limit`, within an edit distance
 * (insert, delete, replace, swap of neighbours; Damerau 1964, restricted) of half the longer word,
 * or containing one another.
 */
export function nearestNames(wanted: string, names: readonly string[], limit = 3): string[] {
  const word = wanted.toLowerCase();
  return names
    .map((name) => {
      const other = name.toLowerCase();
      const contained = word.length > 1 && (other.includes(word) || word.includes(other));
      return { name, distance: contained ? Math.min(1, editDistance(word, other)) : editDistance(word, other) };
    })
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(name.length, word.length) / 2)))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** A list that is read, not searched. */
const shownNames = 20;

/** A fix for an unknown name: the nearest ones, or all there are; of very many the first. */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const near = nearestNames(wanted, names);
  if (near.length > 0) return `Did you mean ${near.join(", ")}?`;
  if (names.length === 0) return "There are none yet.";
  const shown = [...names].sort().slice(0, shownNames).join(", ");
  return names.length <= shownNames ? `There are: ${shown}.` : `There are ${names.length}, such as: ${shown}.`;
}

function editDistance(a: string, b: string): number {
  let previous: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, previous[j - 2]! + 1);
      next.push(cost);
    }
    previous = row;
    row = next;
  }
  return row[b.length]!;
}
