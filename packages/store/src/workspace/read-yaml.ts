import type { Finding } from "@locollm/core";
import { isAlias, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { z } from "zod";
import { readText } from "./read-text.ts";
import { schemaFindings, type ValuePath } from "./schema-findings.ts";
import { lineOf } from "./value-line.ts";
import { yamlProblem } from "./yaml-problem.ts";

const maxYamlBytes = 64 * 1024;
/** One slip makes the parser stumble on: what comes after the first few says nothing more. */
const shownProblems = 3;

export interface ReadYaml<Value> {
  readonly value: Value | null;
  readonly findings: readonly Finding[];
  /** The 1-based line of the value at a path, or of its nearest enclosing one. */
  readonly line: (path: ValuePath) => number;
}

/** Reads one YAML file that a person wrote through its schema; null where that is not possible. */
export async function readYaml<Schema extends z.ZodType>(
  file: string,
  shown: string,
  schema: Schema,
): Promise<ReadYaml<z.output<Schema>>> {
  const { text, findings: textFindings } = await readText(file, shown, maxYamlBytes);
  if (text === null) return { value: null, findings: textFindings, line: () => 1 };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const syntax = document.errors.slice(0, shownProblems).map((error): Finding => ({
    code: "yaml-syntax",
    severity: "error",
    file: shown,
    line: lines.linePos(error.pos[0]).line,
    ...yamlProblem(error),
  }));
  const line = (path: ValuePath) => lineOf(document, lines, path);
  const aliases = syntax.length > 0 ? [] : aliasFindings(document, lines, shown);
  if (syntax.length + aliases.length > 0)
    return { value: null, findings: [...textFindings, ...syntax, ...aliases], line };
  const written: unknown = document.toJS();
  const parsed = schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, findings: textFindings, line };
  const wrong = schemaFindings(parsed.error, written, schema, { file: shown, line });
  return { value: null, findings: [...textFindings, ...wrong], line };
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
