/** The command that asks one item again: `command` with the item's id, quoted as a shell reads it. */
export function reproduceCommand(command: string, item: string): string {
  return `${command} --item${item.startsWith("-") ? "=" : " "}${shellWord(item)}`;
}

/** A text as one word for a POSIX shell; double quotes where they are enough, which Windows reads as well. */
export function shellWord(text: string): string {
  if (/^[\w.,:/@%+-]+$/.test(text)) return text;
  if (/\p{Cc}/u.test(text)) return `$'${text.replaceAll(/[\\'\p{Cc}]/gu, escaped)}'`;
  return /["$`\\!%]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}

/** A character as bash and zsh read it in `$'…'`. */
function escaped(character: string): string {
  return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
