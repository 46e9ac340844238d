/** A part of an output with the natural-log probability of the token, or tokens, that wrote it. */
export interface TokenPiece {
  readonly text: string;
  readonly logProbability: number;
}

const half = "\uFFFD";

/**
 * Cuts an output where its tokens begin. Tokens that hold parts of one character are one piece, with the product of their
 * probabilities; the end-of-turn token has no piece. Null where the tokens are not this output's.
 */
export function tokenPieces(
  output: string,
  tokens: readonly string[],
  logProbabilities: readonly number[],
): TokenPiece[] | null {
  if (tokens.length !== logProbabilities.length) return null;
  const pieces: TokenPiece[] = [];
  let at = 0;
  for (let i = 0; i < tokens.length && at < output.length; i++) {
    // Some tokenisers begin an answer with a space that the output does not have.
    const text = i === 0 && !output.startsWith(tokens[0]!) ? tokens[0]!.trimStart() : tokens[i]!;
    let logProbability = logProbabilities[i]!;
    let end = at + text.length;
    if (!output.startsWith(text, at)) {
      if (!text.includes(half)) return null;
      while (tokens[i + 1]?.includes(half) === true) logProbability += logProbabilities[++i]!;
      const next = tokens[i + 1];
      const found = next === undefined ? output.length : output.indexOf(next, at + 1);
      end = found === -1 ? output.length : found;
    }
    pieces.push({ text: output.slice(at, end), logProbability });
    at = end;
  }
  return at === output.length ? pieces : null;
}
