// Characters that turn the direction of what follows, or have no width.
const unseen = /[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Text of a model or a student's row as it may be printed: no control character reaches the terminal, and what would change how the
 * text around it looks is shown by its name. Line breaks stay.
 */
export function visibleText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?/g, "\n")
      .replaceAll("\t", "  ")
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      .replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
      .replaceAll(/[\u007f-\u009f]/g, (character) => named(character))
      .replaceAll(unseen, (character) => named(character))
  );
}

function named(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
