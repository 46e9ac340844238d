import { visibleText } from "@locollm/core";

/** Text as it may stand in a line of Markdown: no markup, no HTML, no link, no mention of a person. Not for the start of a line. */
export function escapeMarkdown(text: string): string {
  return (
    visibleText(text)
      .replaceAll(/\s+/g, " ")
      .trim()
      .replaceAll(/[\\`*_[\]#!|~>$]/g, "\\$&")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      // GitHub makes links and mentions of these after Markdown's own escapes are gone.
      .replaceAll(/[@:]|www(?=\.)/gi, "$&<!-- -->")
  );
}

/** Markdown of ours as a terminal shows it: without the signs that only keep it from being markup elsewhere. */
export function plainMarkdown(markdown: string): string {
  return markdown
    .replaceAll("<!-- -->", "")
    .replaceAll(/\\([\\`*_[\]#!|~>$])/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");
}

/** Text in a code fence that is longer than any run of backticks within it. */
export function fenced(text: string): string {
  const shown = visibleText(text);
  const longest = Math.max(2, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${shown}\n${fence}`;
}
