import { visibleText } from "@locollm/core";

/**
 * Text as it may stand in a line of Markdown, also at its start: no markup, no HTML, no link, no mention of a person, no reference to an
 * issue, no command to a forge.
 */
export function escapeMarkdown(text: string): string {
  return (
    visibleText(text)
      .replaceAll(/\s+/g, " ")
      .trim()
      .replaceAll(/[\\`*_[\]#!|~>$]/g, "\\$&")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      // What makes a list, a heading or a command of a line.
      .replace(/^[-+=/]/, "\\$&")
      .replace(/^(\d{1,9})([.)])/, "$1\\$2")
      // GitHub and GitLab make links and mentions of these after Markdown's own escapes are gone.
      .replaceAll(/[@:]|www(?=\.)|[#!~$%](?=[\w"])|&amp;(?=\d)|\bGH(?=-\d)/gi, "$&<!-- -->")
  );
}

/** Markdown of ours as a terminal shows it: without the signs that only keep it from being markup elsewhere. */
export function plainMarkdown(markdown: string): string {
  return markdown
    .replaceAll("<!-- -->", "")
    .replaceAll(/\\([-\\`*_[\]#!|~>$+=/.)])/g, "$1")
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
