import { canonicalJson, type AdapterManifest, type Finding, type JsonValue } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** Fewer rows say nothing about a distribution. */
const fewestRows = 30;
/** An open question's answer that a third of the rows share invites guessing. */
const openShare = 1 / 3;

/** One answer that most rows share, so that always giving it looks like skill, and labels that no row has. */
export function answerProfile({ score }: AdapterManifest, rows: readonly Row[], file: string): Finding[] {
  if (rows.length < fewestRows) return [];
  const counts = new Map<string, number>();
  for (const { item } of rows) {
    const answer = canonicalJson(item.answer as JsonValue);
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  const findings: Finding[] = [];
  const [answer, count] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
  const expected = score.scorer === "choice" ? Math.min(0.9, 1.5 / score.choices.length) : openShare;
  if (count / rows.length > Math.max(expected, openShare)) {
    findings.push({
      code: "answer-dominant",
      severity: "warning",
      file,
      message: `${count} of ${rows.length} rows have the answer ${answer.length > 40 ? `${answer.slice(0, 39)}…` : answer}.`,
      fix: "Balance the answers: who always gives this one would score as well.",
    });
  }
  if (score.scorer !== "choice") return findings;
  const missing = score.choices.filter((choice) => !counts.has(canonicalJson(choice)));
  if (missing.length > 0) {
    findings.push({
      code: "choice-unused",
      severity: "warning",
      file,
      message: `No row has the answer ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? " …" : ""}.`,
      fix: "Write rows for it, or take it out of score.choices.",
    });
  }
  return findings;
}
