/** The answer that a reply names as the better one, by the place in which it was shown. */
export type NamedAnswer = "A" | "B" | "tie";

// A line that is nothing but the judgement, in whatever marks of emphasis and quotation.
const line = /^[\s*_"'`“”#>[(]*(?:better[\s*_]*:)?[\s*_"'`“”[(]*(answer\s+)?(a|b|tie)[\s*_"'`“”.\])!]*$/i;

/**
 * Reads a judge's reply. A judgement is a line of its own that says `Better: A`, `Better: B` or `Better: tie`, or that word alone.
 * Lines that say different things are no judgement, nor is a word in the midst of a sentence, which may be quoted from an answer.
 *
 * @returns null where the reply holds no judgement
 */
export function readJudgement(reply: string): NamedAnswer | null {
  const found = new Set<NamedAnswer>();
  for (const written of reply.split(/\r?\n/)) {
    const word = line.exec(written)?.[2]?.toLowerCase();
    if (word !== undefined) found.add(word === "tie" ? "tie" : word === "a" ? "A" : "B");
  }
  const [only] = found;
  return found.size === 1 ? only! : null;
}
