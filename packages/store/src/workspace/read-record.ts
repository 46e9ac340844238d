import type { Finding } from "@locollm/core";
import type { z } from "zod";
import { isNestedDeeper, maxJsonDepth } from "./json-depth.ts";
import { readText } from "./read-text.ts";
import { schemaFindings, type ValuePath } from "./schema-findings.ts";
import { jsonLines } from "./value-line.ts";

const maxRecordBytes = 16 * 1024 * 1024;

export interface ReadRecord<Value> {
  readonly value: Value | null;
  readonly findings: readonly Finding[];
  /** The 1-based line of the value at a path, or of its nearest enclosing one. */
  readonly line: (path: ValuePath) => number;
}

/** Reads one JSON file (a lock, a result, a fixture) through its schema; null where that is not possible. */
export async function readRecord<Schema extends z.ZodType>(
  file: string,
  shown: string,
  schema: Schema,
): Promise<ReadRecord<z.output<Schema>>> {
  const { text, findings } = await readText(file, shown, maxRecordBytes);
  if (text === null) return { value: null, findings, line: () => 1 };
  const line = jsonLines(text);
  let written: unknown;
  try {
    if (isNestedDeeper(text)) throw new SyntaxError(`it nests deeper than ${maxJsonDepth}`);
    written = JSON.parse(text);
  } catch (error) {
    const place = / in JSON at position \d+(?: \(line (\d+) column (\d+)\))?/;
    const [, row, column] = place.exec((error as Error).message) ?? [];
    const reason = (error as Error).message.replace(place, column === undefined ? "" : ` at column ${column}`);
    const finding: Finding = {
      code: "json-syntax",
      severity: "error",
      file: shown,
      ...(row === undefined ? {} : { line: Number(row) }),
      message: `This is not JSON: ${reason}.`,
      fix: "Mend it, bring it back with git, or write it again: loco train writes locks, loco eval writes results.",
    };
    return { value: null, findings: [...findings, finding], line };
  }
  const parsed = schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, findings, line };
  const wrong = schemaFindings(parsed.error, written, schema, { file: shown, line });
  return { value: null, findings: [...findings, ...wrong], line };
}
