import { visibleText } from "@locollm/core";

// eslint-disable-next-line no-control-regex -- the escape sequences of our own colours
const colours = /(\u001b\[\d{1,3}m)/;

/**
 * Text as it may reach a terminal or a job's log, with our own colours in it: nothing in it moves the cursor, rings, opens or copies, and
 * no line of it is a command to GitHub's runner.
 */
export function terminalText(text: string): string {
  const visible = text
    .split(colours)
    .map((part, i) => (i % 2 === 1 ? part : visibleText(part)))
    .join("");
  return visible.replaceAll(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "# #[");
}
