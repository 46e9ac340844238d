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
    const message = `This is not JSON: ${(error as Error).message}.`;
    const finding: Finding = {
      code: "json-syntax",
      severity: "error",
      file: shown,
      message,
      fix: "Write it again with the command that made it, or mend it by hand.",
    };
    return { value: null, findings: [...findings, finding] };
  }
  const parsed = schema.safeParse(written);
  if (parsed.success) return { value: parsed.data, findings };
  const place = { file: shown, line: () => undefined };
  return { value: null, findings: [...findings, ...schemaFindings(parsed.error, written, schema, place)] };
}
