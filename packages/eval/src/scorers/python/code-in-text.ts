/** What is looked at of an endless output. */
const maxLength = 100_000;

export interface CodeInText {
  readonly code: string;
  /** `whole`: the text as it is; `fenced`: what the first code fence holds. */
  readonly form: "whole" | "fenced";
}

/** The code that a model wrote: the first fenced block, of Python where several have a language; else the whole text. */
export function codeInText(text: string): CodeInText {
  const looked = text.slice(0, maxLength);
  const blocks = [
    ...looked.matchAll(/^[ \t]*(`{3,}|~{3,})[ \t]*([\w+.-]*)[^\n]*\n([^]*?)(?:^[ \t]*\1[ \t]*$|(?![^]))/gm),
  ];
  const block = blocks.find(([, , language = ""]) => /^(?:py|python3?)$/i.test(language)) ?? blocks[0];
  return block === undefined ? { code: looked, form: "whole" } : { code: block[3] ?? "", form: "fenced" };
}

/** Whether a line of the text starts a definition, an import or a decorator. */
export function startsCode(text: string): boolean {
  return /^(?:(?:async def|class|def|from|import) \w|@\w)/m.test(text);
}

/**
 * Code amid other text without a fence: from the first line that starts a definition, an import or a decorator to the
 * last line before plain text. Null without one, or where it is the whole text.
 */
export function codeAmidText(text: string): string | null {
  const lines = text.slice(0, maxLength).split("\n");
  const first = lines.findIndex((line) => startsCode(line));
  if (first < 0) return null;
  const after = lines.slice(first).findIndex((line) => /^[A-Z][\w,']* \w|^[`*>]/.test(line));
  const code = lines.slice(first, after < 0 ? undefined : first + after).join("\n");
  return code.trim() === text.trim() ? null : code;
}
