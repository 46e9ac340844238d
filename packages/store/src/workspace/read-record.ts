import type { Finding } from "@locollm/core";
import type { z } from "zod";
import { isNestedDeeper, maxJsonDepth } from "./json-depth.ts";
import { readText } from "./read-text.ts";
import { schemaFindings } from "./schema-findings.ts";

const maxRecordBytes = 16 * 1024 * 1024;

/** Reads one JSON file (a lock, a result, a fixture) through its schema; null where that is not possible. */
export async function readRecord<Schema extends z.ZodType>(
  file: string,
  shown: string,
  schema: Schema,
): Promise<{ value: z.output<Schema> | null; findings: readonly Finding[] }> {
  const { text, findings } = await readText(file, shown, maxRecordBytes);
  if (text === null) return { value: null, findings };
  let written: unknown;
  try {
    if (isNestedDeeper(text)) throw new SyntaxError(`it nests deeper than ${maxJsonDepth}`);
    written = JSON.parse(text);
  } catch (error) {
    const place = / in JSON at position \d+(?: \(line (\d+) column (\d+)\))?/;
    const [, line, column] = place.exec((error as Error).message) ?? [];
    const reason = (error as Error).message.replace(place, column === undefined ? "" : ` at column ${column}`);
    const finding: Finding = {
      code: "json-syntax",
      severity: "error",
      file: shown,
      ...(line === undefined ? {} : { line: Number(line) }),
      message: `This is not JSON: ${reason}.`,
      fix: "Mend it, bring it back with git, or write it again: loco train writes locks, loco eval writes results.",
    };
    return { value: null, findings: [...findings, finding] };
  }
  const parsed = schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, findings };
  const place = { file: shown, line: () => undefined };
  return { value: null, findings: [...findings, ...schemaFindings(parsed.error, written, schema, place)] };
}
