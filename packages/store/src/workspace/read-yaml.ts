import type { Finding } from "@locollm/core";
import { isAlias, isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { z } from "zod";
import { readText } from "./read-text.ts";
import { schemaFindings, type ValuePath } from "./schema-findings.ts";

const maxYamlBytes = 64 * 1024;

/** Reads one YAML file that a person wrote through its schema; null where that is not possible. */
export async function readYaml<Schema extends z.ZodType>(
  file: string,
  shown: string,
  schema: Schema,
): Promise<{ value: z.output<Schema> | null; findings: readonly Finding[] }> {
  const { text, findings: textFindings } = await readText(file, shown, maxYamlBytes);
  if (text === null) return { value: null, findings: textFindings };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const syntax = document.errors.map((error): Finding => ({
    code: "yaml-syntax",
    severity: "error",
    file: shown,
    line: lines.linePos(error.pos[0]).line,
    message: `This is not YAML: ${error.message}.`,
    fix: "Look at quotes, colons and indentation (spaces, never tabs) on this line and the one above.",
  }));
  const aliases = syntax.length > 0 ? [] : aliasFindings(document, lines, shown);
  if (syntax.length + aliases.length > 0) return { value: null, findings: [...textFindings, ...syntax, ...aliases] };
  const written: unknown = document.toJS();
  const parsed = schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, findings: textFindings };
  const place = { file: shown, line: (path: ValuePath) => lineOf(document, lines, path) };
  return { value: null, findings: [...textFindings, ...schemaFindings(parsed.error, written, schema, place)] };
}

/** A few nested aliases can stand for gigabytes, and no file of ours needs one. */
function aliasFindings(document: Document, lines: LineCounter, shown: string): Finding[] {
  const found: Finding[] = [];
  visit(document, (_key, node) => {
    if (!isAlias(node)) return;
    found.push({
      code: "yaml-alias",
      severity: "error",
      file: shown,
      line: lines.linePos(node.range?.[0] ?? 0).line,
      message: `*${node.source} refers to another place; aliases are not read.`,
      fix: "Write the value itself here.",
    });
    return visit.BREAK;
  });
  return found;
}

function lineOf(document: Document, lines: LineCounter, path: ValuePath): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
