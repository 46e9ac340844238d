/** A text as a Python string literal in ASCII. Half a surrogate pair stays one, as Python allows. */
export function pythonLiteral(text: string): string {
  const escaped = text.replace(/[\\"]|[^ -~]/gu, (character) => {
    const code = character.codePointAt(0)!;
    if (code >= 0x20 && code < 0x7f) return `\\${character}`;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `"${escaped}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
