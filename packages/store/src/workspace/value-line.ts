import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { ValuePath } from "./schema-findings.ts";

/** The 1-based line of the value at a path of a parsed document, or of its nearest enclosing one, the document itself at last. */
export function lineOf(document: Document, lines: LineCounter, path: ValuePath): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  const whole = document.contents;
  return isNode(whole) && whole.range ? lines.linePos(whole.range[0]).line : 1;
}

/** The same for JSON, which is YAML too; it is parsed only when somebody asks. */
export function jsonLines(text: string): (path: ValuePath) => number {
  let parsed: { document: Document; lines: LineCounter } | undefined;
  return (path) => {
    if (parsed === undefined) {
      const lines = new LineCounter();
      parsed = { document: parseDocument(text, { lineCounter: lines, prettyErrors: false }), lines };
    }
    return lineOf(parsed.document, parsed.lines, path);
  };
}
