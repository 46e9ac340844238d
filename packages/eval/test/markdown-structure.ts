import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** What GitHub and GitLab make links, mentions, references and pictures of in text that is no code. */
const forgeWords =
  /@\w|#\d|\bGH-\d|[!%&$]\d|[%~]["\w]|\*iteration:\w|\[issue:\w|\bhttps?:\/|\bwww\.|\b(?:mailto|xmpp):\w|:\w+:/gi;

export interface MarkdownStructure {
  /** How many there are of each kind of node; text aside. */
  readonly nodes: Readonly<Record<string, number>>;
  /** HTML of any kind but the empty comment that keeps words apart. */
  readonly html: readonly string[];
  readonly forgeWords: readonly string[];
}

/** What a Markdown text is made of, as GitHub reads it. */
export function markdownStructure(markdown: string): MarkdownStructure {
  const nodes: Record<string, number> = {};
  const html: string[] = [];
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === "html" && node.value === "<!-- -->") return;
    if (node.type === "html") html.push(node.value!);
    if (node.type === "text") found.push(...(node.value!.match(forgeWords) ?? []));
    else nodes[node.type] = (nodes[node.type] ?? 0) + 1;
    for (const child of node.children ?? []) visit(child);
  };
  visit(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  // A line that a forge takes for a command; in code it does not.
  const outside = markdown.replaceAll(/^(`{3,}).*\n[^]*?\n\1$/gm, "");
  found.push(...(outside.match(/^\s*\/\w+/gm) ?? []));
  return { nodes, html, forgeWords: found };
}
