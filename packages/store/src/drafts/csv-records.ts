import type { Finding } from "@locollm/core";

export interface CsvRecords {
  readonly header: readonly string[];
  readonly records: readonly { readonly record: Readonly<Record<string, string>>; readonly line: number }[];
  readonly findings: readonly Finding[];
}

/**
 * The records of a CSV text (RFC 4180, or with semicolons or tabs as spreadsheets write it) by the names in its first
 * row; one finding where it is no CSV.
 *
 * @param rename how a column's trimmed name is read
 */
export async function csvRecords(
  text: string,
  shown: string,
  rename: (name: string) => string = (name) => name,
): Promise<CsvRecords> {
  const { CsvError, parse } = await import("csv-parse/sync");
  let header: string[] = [];
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      columns: (names: string[]) => (header = names.map((name) => rename(name.trim()))),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { readonly record: Record<string, string>; readonly info: { readonly lines: number } }[];
    return { header, records: records.map(({ record, info }) => ({ record, line: info.lines })), findings: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const finding: Finding = {
      code: "csv-syntax",
      severity: "error",
      file: shown,
      ...(typeof error["lines"] === "number" ? { line: error["lines"] } : {}),
      message: `This is not valid CSV: ${error.message.replace(/[:,] .*$/s, "")}.`,
      fix: 'Put text with commas or line breaks in double quotes, and write a quote inside as "".',
    };
    return { header: [], records: [], findings: [finding] };
  }
}

/** The separator of the first row: spreadsheets write semicolons where the comma is the decimal sign. */
function delimiterOf(text: string): string {
  const first = /^(?:"[^"]*"|[^"\r\n])*/.exec(text)?.[0].replace(/"[^"]*"/g, "") ?? "";
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).sign;
}
