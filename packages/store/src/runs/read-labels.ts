import { preferenceLabelSchema, type Finding, type PreferenceLabel } from "@locollm/core";
import { isNestedDeeper } from "../workspace/json-depth.ts";
import { readText } from "../workspace/read-text.ts";
import { schemaFindings } from "../workspace/schema-findings.ts";

const maxBytes = 64 * 1024 * 1024;

/** Reads people's preferences, one JSON object a line; empty lines are skipped. Every bad line and every second label of an item is a finding. */
export async function readLabels(
  file: string,
  shown: string,
): Promise<{ labels: PreferenceLabel[]; findings: readonly Finding[] }> {
  const { text, findings: textFindings } = await readText(file, shown, maxBytes);
  const findings: Finding[] = [...textFindings];
  const labels: PreferenceLabel[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, written] of (text ?? "").split("\n").entries()) {
    if (written.trim() === "") continue;
    const line = index + 1;
    const wrong = (code: string, message: string, fix: string) =>
      findings.push({ code, severity: "error", file: shown, line, message, fix });
    const value = parsed(written);
    if (value === undefined) {
      wrong("row-not-json", "This line is not JSON.", 'One object a line: {"item": "t1", "preferred": "after"}');
      continue;
    }
    const read = preferenceLabelSchema.safeParse(value);
    if (!read.success) {
      findings.push(...schemaFindings(read.error, value, preferenceLabelSchema, { file: shown, line: () => line }));
      continue;
    }
    const { item } = read.data;
    const before = lineOf.get(item);
    if (before === undefined) labels.push(read.data);
    else wrong("label-duplicate", `The item ${item} is labelled on line ${before} too.`, "Keep one label an item.");
    lineOf.set(item, before ?? line);
  }
  return { labels, findings };
}

function parsed(line: string): unknown {
  if (isNestedDeeper(line)) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
