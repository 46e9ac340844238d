/**
 * About how many tokens a text has, without its tokenizer: short words are one token, long words one for about each
 * five letters, every digit one, two signs one, a template's `<|marker|>` one.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [part] of text.matchAll(/<\|?[a-z_]+\|?>|\p{L}+|\p{N}|\n+|[^\s\p{L}\p{N}]{1,2}/gu)) {
    tokens += /^\p{L}/u.test(part) ? Math.max(1, Math.round(part.length / 5)) : 1;
  }
  return tokens;
}
