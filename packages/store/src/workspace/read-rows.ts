import { findingsCut, itemSchema, type Finding } from "@locollm/core";
import { isNestedDeeper, maxJsonDepth } from "./json-depth.ts";
import { membersOf, membersWritten } from "./json-members.ts";
import { readText } from "./read-text.ts";
import { schemaFindings } from "./schema-findings.ts";
import type { Row } from "./workspace.ts";

/** A class's dataset has thousands of short rows; this leaves room for ten times that. */
const maxRowsBytes = 64 * 1024 * 1024;
/** Who wrote every row wrong learns it from these; naming millions would take the machine's memory. */
const mostFindings = 1000;

/** Reads a JSONL dataset row by row: every good row, and a finding with its line for every bad one. */
export async function readRows(file: string, shown: string): Promise<{ rows: Row[]; findings: readonly Finding[] }> {
  const { text, findings: textFindings } = await readText(file, shown, maxRowsBytes);
  if (text === null) return { rows: [], findings: textFindings };
  const findings: Finding[] = [...textFindings];
  const rows: Row[] = [];
  const seen = new Map<string, number>();
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const [index, written] of lines.entries()) {
    const line = index + 1;
    if (findings.length >= mostFindings) {
      findings.push(findingsCut(findings.length, `From line ${line} on this file was not read`, { file: shown, line }));
      break;
    }
    const wrong = (code: string, message: string, fix: string) =>
      findings.push({ code, severity: "error", file: shown, line, message, fix });
    const content = written.endsWith("\r") ? written.slice(0, -1) : written;
    if (content.trim() === "") {
      wrong("row-empty", "This line is empty.", "Delete it: every line is one row.");
      continue;
    }
    if (isNestedDeeper(content)) {
      wrong("row-too-deep", `The row nests deeper than ${maxJsonDepth}.`, "Make the answer flatter.");
      continue;
    }
    let value: unknown;
    try {
      value = JSON.parse(content);
    } catch (error) {
      const reason = (error as Error).message.replace(
        / in JSON at position (\d+).*$/s,
        (_, at) => ` at column ${Number(at) + 1}`,
      );
      wrong("row-not-json", `This row is not JSON: ${reason}.`, "One JSON object a line, with straight double quotes.");
      continue;
    }
    if (membersWritten(content) !== membersOf(value)) {
      wrong(
        "row-repeated-key",
        "A key stands twice in this row: one reader would see the first value, another the last.",
        "Keep one of the two.",
      );
      continue;
    }
    // Only an escape can bring one into a file that is UTF-8; no tokeniser takes it.
    if (content.includes("\\u") && holdsHalfCharacter(value)) {
      wrong("row-half-character", "The row holds half a character.", "Write the character itself in place of \\ud….");
      continue;
    }
    const parsed = itemSchema.safeParse(value);
    if (!parsed.success) {
      findings.push(...schemaFindings(parsed.error, value, itemSchema, { file: shown, line: () => line }));
      continue;
    }
    const before = seen.get(parsed.data.id);
    if (before !== undefined) {
      wrong("row-duplicate-id", `The id ${parsed.data.id} stands on line ${before} too.`, "Give every row its own id.");
      continue;
    }
    seen.set(parsed.data.id, line);
    rows.push({ item: parsed.data, line });
  }
  return { rows, findings };
}

/** Whether a text in a JSON value holds a lone surrogate. */
function holdsHalfCharacter(value: unknown): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  return typeof value === "object" && value !== null && Object.entries(value).flat().some(holdsHalfCharacter);
}
