import { visibleText } from "@locollm/core";

/** The command that asks or shows one item again: `command` with the item's id, quoted as a shell reads it. */
export function reproduceCommand(command: string, item: string): string {
  return `${command} --item${item.startsWith("-") ? "=" : " "}${shellWord(item)}`;
}

/** A text as one word for a POSIX shell; double quotes where they are enough, which Windows reads as well. */
export function shellWord(text: string): string {
  if (/^[\w.,:/@%+-]+$/.test(text)) return text;
  // What a report would show by its name cannot be copied from there as it is.
  if (visibleText(text) !== text || text.includes("\n")) return `$'${text.replaceAll(/./gsu, escaped)}'`;
  return /["$`\\!%]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}

/** A character as bash and zsh read it in `$'…'`; by its number where it is not seen. */
function escaped(character: string): string {
  if (!/[\\'\n]/.test(character) && visibleText(character) === character) return character;
  const number = character.codePointAt(0)!.toString(16);
  return number.length > 4 ? String.raw`\U${number.padStart(8, "0")}` : String.raw`\u${number.padStart(4, "0")}`;
}
