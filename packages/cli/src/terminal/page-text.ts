import { Help } from "@commander-js/extra-typings";

/** Wider lines are hard to read. */
const widest = 80;

/**
 * A page of ours in Markdown as a terminal shows it: paragraphs and list items wrapped, fences indented and as they are.
 *
 * @param columns of the terminal; 80 where there is none
 */
export function pageText(markdown: string, columns = widest): string {
  const width = Math.min(widest, columns);
  const help = new Help();
  help.minWidthToWrap = 20;
  const wrap = (text: string, indent: string): string =>
    help.boxWrap(text, width - indent.length).replaceAll("\n", `\n${indent}`);
  return blocksOf(markdown)
    .map((block) => {
      if (block.startsWith("#")) return `${block.replace(/^#+ /, "").toUpperCase()}\n`;
      if (block.startsWith("```"))
        return `${block
          .split("\n")
          .slice(1, -1)
          .map((line) => `    ${line}`.trimEnd())
          .join("\n")}\n\n`;
      const parts = block.split(/\n(?=(?:-|\d+\.) )/).map((part) => {
        const [sign = ""] = /^(?:-|\d+\.) /.exec(part) ?? [];
        const words = part.slice(sign.length).replaceAll(/\s+/g, " ").replaceAll("`", "");
        return `${sign}${wrap(words, " ".repeat(sign.length))}`;
      });
      return `${parts.join("\n")}\n\n`;
    })
    .join("")
    .trimEnd();
}

/** Headings, paragraphs, lists and fences; what is empty between them is dropped. */
function blocksOf(markdown: string): string[] {
  const blocks: string[] = [];
  let open: string[] = [];
  let fence = false;
  const close = () => {
    if (open.length > 0) blocks.push(open.join("\n"));
    open = [];
  };
  for (const line of markdown.split("\n")) {
    const isFence = line.startsWith("```");
    if (!fence && (isFence || line.startsWith("#") || line === "")) close();
    if (fence || line !== "") open.push(line);
    if (isFence) fence = !fence;
    if (!fence && (isFence || line.startsWith("#"))) close();
  }
  close();
  return blocks;
}
