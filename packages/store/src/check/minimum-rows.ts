import { difficulties, type Finding } from "@locollm/core";
import type { Row } from "../workspace/workspace.ts";

/** Says how many rows a file lacks; of an evaluation set also how its difficulties stand. */
export function minimumRows(kind: "train" | "eval", rows: readonly Row[], minimum: number, file: string): Finding[] {
  const findings: Finding[] = [];
  if (rows.length < minimum) {
    findings.push({
      code: "rows-too-few",
      severity: "error",
      file,
      message: `${rows.length} of ${minimum} rows: ${minimum - rows.length} ${minimum - rows.length === 1 ? "is" : "are"} missing.`,
      fix:
        kind === "train"
          ? "Write more rows, with many wordings; a script of yours may make them."
          : "Write more rows: a third easy, a third medium, a third hard (wordings that training never saw).",
    });
  }
  if (kind === "train" || rows.length === 0) return findings;
  const counts = difficulties.map((difficulty) => rows.filter(({ item }) => item.difficulty === difficulty).length);
  const unmarked = rows.filter(({ item }) => item.difficulty === undefined);
  if (unmarked.length > 0) {
    findings.push({
      code: "difficulty-missing",
      severity: "warning",
      file,
      line: unmarked[0]!.line,
      message: `Rows without a difficulty: ${unmarked.length}.`,
      fix: "Add difficulty: easy, medium or hard, so that the report can tell where the adapter fails.",
    });
  }
  const thin = difficulties.filter((_, index) => counts[index]! < Math.min(rows.length, minimum) / 10);
  if (unmarked.length < rows.length && thin.length > 0) {
    const have = difficulties.map((difficulty, index) => `${counts[index]} ${difficulty}`).join(", ");
    findings.push({
      code: "difficulty-thin",
      severity: "warning",
      file,
      message: `Hardly any ${thin.join(" and ")} rows (${have}).`,
      fix: "Aim at a third of each.",
    });
  }
  return findings;
}
