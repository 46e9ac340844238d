import path from "node:path";
import type { Finding, JsonValue } from "@locollm/core";
import { isNestedDeeper } from "../workspace/json-depth.ts";
import { readText } from "../workspace/read-text.ts";
import { csvRecords } from "./csv-records.ts";
import { fillTemplate, MissingField, type ForeignRecord } from "./record-template.ts";

/** Rows of somebody else's file with the place that findings name: a line, or in a JSON list the entry's number. */
export interface ForeignRecords {
  readonly records: readonly { readonly record: ForeignRecord; readonly line?: number; readonly number: number }[];
  readonly findings: readonly Finding[];
}

const maxBytes = 256 << 20;

/**
 * Reads the rows of a .csv, .tsv, .json or .jsonl file.
 *
 * @param rows where the list is in a JSON file that is no list itself, such as data.train
 */
export async function readRecords(file: string, rows?: string): Promise<ForeignRecords> {
  const shown = path.basename(file);
  const { text, findings } = await readText(file, shown, maxBytes);
  if (text === null) return { records: [], findings };
  if (/\.(csv|tsv)$/i.test(file)) {
    const { records, findings: wrong } = await csvRecords(text, shown);
    return {
      records: records.map(({ record, line }, index) => ({ record, line, number: index + 1 })),
      findings: [...findings, ...wrong],
    };
  }
  const read = /\.json$/i.test(file) ? jsonRecords(text, shown, rows) : jsonLines(text, shown);
  return { records: read.records, findings: [...findings, ...read.findings] };
}

function jsonLines(text: string, shown: string): ForeignRecords {
  const findings: Finding[] = [];
  const records = text.split("\n").flatMap((written, index) => {
    if (written.trim() === "") return [];
    const record = parsed(written);
    if (isRecord(record)) return [{ record, line: index + 1, number: index + 1 }];
    findings.push({
      code: "row-not-json",
      severity: "error",
      file: shown,
      line: index + 1,
      message: "This line is not a JSON object or list.",
      fix: "One JSON object a line; a file that is one JSON list is called .json.",
    });
    return [];
  });
  return { records, findings };
}

function jsonRecords(text: string, shown: string, rows: string | undefined): ForeignRecords {
  const wrong = (message: string, fix: string): ForeignRecords => ({
    records: [],
    findings: [{ code: "rows-not-found", severity: "error", file: shown, message, fix }],
  });
  let list = parsed(text);
  if (list === undefined) return wrong("The file is not JSON.", "A file with one object a line is called .jsonl.");
  if (rows !== undefined) {
    try {
      list = fillTemplate(rows, list as ForeignRecord);
    } catch (error) {
      if (!(error instanceof MissingField)) throw error;
      return wrong(`There is no ${rows} in the file.`, "Name in import.rows where the list of rows is.");
    }
  }
  if (!Array.isArray(list)) {
    const keys =
      typeof list === "object" && list !== null
        ? Object.keys(list)
            .slice(0, 12)
            .map((key) => (rows === undefined ? key : `${rows}.${key}`))
            .join(", ")
        : "";
    return wrong("The file is no list of rows.", `Name in import.rows where the list is${keys && `: ${keys}`}.`);
  }
  const entries = list as readonly JsonValue[];
  const strange = entries.findIndex((entry) => !isRecord(entry));
  if (strange !== -1) return wrong(`Entry ${strange + 1} is no object or list.`, "Each row is an object or a list.");
  return {
    records: entries.map((entry, index) => ({ record: entry as ForeignRecord, number: index + 1 })),
    findings: [],
  };
}

function parsed(text: string): JsonValue | undefined {
  if (isNestedDeeper(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function isRecord(value: JsonValue | undefined): value is ForeignRecord & JsonValue {
  return typeof value === "object" && value !== null;
}
