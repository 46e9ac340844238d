import { shortFinding, visibleText, type Finding, type LocoError } from "@locollm/core";

/** One finding as a person reads it: place, severity, what is wrong, what to do, and the code to look up. */
function findingLines(whole: Finding): string {
  const finding = shortFinding(whole);
  const place =
    finding.file === undefined ? "" : `${finding.file}${finding.line === undefined ? "" : `:${finding.line}`}: `;
  return visibleText(`${place}${finding.severity}: ${finding.message} [${finding.code}]\n    ${finding.fix}`);
}

/** Findings of one code in one file beyond this many are summed up in a line, where that line stands for more than two. */
const shownPerCode = 5;
const fewestHidden = 3;

const more = (code: string): string => `More: loco explain ${code}`;

/** All findings, errors first, with repetitions summed up so that the first screen says what matters, and where to read on. */
export function findingsText(findings: readonly Finding[]): string {
  const rank = { error: 0, warning: 1, note: 2 } as const;
  const sorted = [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
  const alike = Map.groupBy(sorted, (finding) => `${finding.code} in ${finding.file ?? "the class"}`);
  const hidden = new Map<string, readonly Finding[]>();
  for (const [key, findings] of alike) {
    if (findings.length >= shownPerCode + fewestHidden) hidden.set(key, findings.slice(shownPerCode));
  }
  const isHidden = new Set([...hidden.values()].flat());
  const lines = sorted.filter((finding) => !isHidden.has(finding)).map(findingLines);
  for (const [key, findings] of hidden)
    lines.push(`… and ${findings.length} more ${visibleText(key)} (all of them: --json)`);
  return [...lines, ...sorted.slice(0, 1).map(({ code }) => more(code))].join("\n");
}

/** An error as a person reads it: what went wrong, what to do, and where to read on. */
export function errorText({ code, kind, message, fix }: LocoError): string {
  if (kind === "interrupted") return visibleText(`${message}\n${fix}`);
  // What is mistyped is said whole; findings in the message say themselves where to read on.
  const isSaid = code === "wrong-use" || message.includes(`\n${more("")}`);
  return visibleText(`error: ${message}\n${fix}${isSaid ? "" : `\n${more(code)}`}`);
}

/** What a command shows, and below it what is wrong. */
export function withFindings(text: string, findings: readonly Finding[]): string {
  return findings.length === 0 ? text : `${text}\n\n${findingsText(findings)}`;
}

/** `2 errors, 1 warning`, or `no findings`. */
export function findingsCount(findings: readonly Finding[]): string {
  const parts = (["error", "warning", "note"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return parts.length === 0 ? "no findings" : parts.join(", ");
}
