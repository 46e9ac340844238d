import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** How many there are of each kind of node in a Markdown text, as GitHub reads it; text, and empty comments, which keep words apart, aside. */
export function markdownNodes(markdown: string): Record<string, number> {
  const nodes: Record<string, number> = {};
  const visit = ({ type, value, children = [] }: Node): void => {
    if (type !== "text" && value !== "<!-- -->") nodes[type] = (nodes[type] ?? 0) + 1;
    children.forEach(visit);
  };
  visit(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return nodes;
}
