// By Unicode's properties: characters of format, those that are shown as nothing, and separators of lines and paragraphs. Arabic's and
// Kaithi's marks that enclose numbers are of format too, but seen. What an emoji is made of (joiners, selectors, tags) shows as its picture.
const emojiOrUnseen =
  /\p{RGI_Emoji}|[[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]--[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]]/gv;
const emoji = /^\p{RGI_Emoji}$/v;

/**
 * Text of a model or a student's row as it may be printed: no control character reaches the terminal, and what would change how the
 * text around it looks, or hides in it, is shown by its name. Line breaks and emoji stay.
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
      .replaceAll(emojiOrUnseen, (found) => (emoji.test(found) ? found : named(found)))
  );
}

function named(character: string): string {
  return `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}>`;
}
