import { visibleText, type Finding } from "@locollm/core";

/** One finding as a person reads it: place, severity, what is wrong, what to do, and the code to look up. */
function findingLines(finding: Finding): string {
  const place =
    finding.file === undefined ? "" : `${finding.file}${finding.line === undefined ? "" : `:${finding.line}`}: `;
  return visibleText(`${place}${finding.severity}: ${finding.message} [${finding.code}]\n    ${finding.fix}`);
}

/** Findings of one code in one file beyond this many are summed up in a line. */
const shownPerCode = 5;

/** All findings, errors first, with repetitions summed up so that the first screen says what matters. */
export function findingsText(findings: readonly Finding[]): string {
  const rank = { error: 0, warning: 1, note: 2 } as const;
  const sorted = [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
  const seen = new Map<string, number>();
  const lines: string[] = [];
  for (const finding of sorted) {
    const key = `${finding.code} in ${finding.file ?? "the class"}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    if (count <= shownPerCode) lines.push(findingLines(finding));
  }
  for (const [key, count] of seen) {
    if (count > shownPerCode) lines.push(`… and ${count - shownPerCode} more ${key} (all of them: --json)`);
  }
  return lines.join("\n");
}

/** `2 errors, 1 warning`, or `no findings`. */
export function findingsCount(findings: readonly Finding[]): string {
  const parts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return parts.length === 0 ? "no findings" : parts.join(", ");
}
