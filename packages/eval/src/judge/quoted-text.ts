import { sha256Hex } from "@locollm/core";

/** Of a text, so many characters are shown to a judge. */
const mostCharacters = 8_000;

// How the chat templates of known bases mark turns, ends and files: <|im_end|>, <end_of_turn>, <repo_name>, </s>, [INST].
const templateToken =
  /<\|[^<>|\n]{1,40}\|>|<\/?[a-z]+(?:_[a-z0-9]+)+>|<\/?s>|<(?:bos|eos|pad|unk|mask|filename)>|\[\/?INST\]/gi;

export interface QuotedText {
  readonly text: string;
  readonly cut: boolean;
}

/**
 * A text that somebody else wrote, as it may stand in a prompt: well-formed, at most 8,000 characters, and with a space inside what a
 * base's template would take for its own mark, so that the text cannot end the turn that quotes it.
 */
export function quotedText(written: string): QuotedText {
  const cut = written.length > mostCharacters;
  const kept = written.slice(0, mostCharacters).toWellFormed();
  const text = kept.replaceAll(templateToken, (token) => `${token[0]} ${token.slice(1)}`);
  return { text: cut ? `${text}\n[cut here: ${written.length - mostCharacters} characters more]` : text, cut };
}

/** A mark that stands in none of the texts, the same for the same texts in any order. */
export function fenceMark(texts: readonly string[]): string {
  let hash = sha256Hex([...texts].sort().join("\0"));
  while (texts.some((text) => text.includes(hash.slice(0, 8)))) hash = sha256Hex(hash);
  return hash.slice(0, 8);
}
