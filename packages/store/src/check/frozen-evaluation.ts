import { datasetHash, type Finding, type Seals } from "@locollm/core";
import type { AdapterFolder, Row } from "../workspace/workspace.ts";

/** Whether the evaluation rows are the ones that the semester froze: a set that follows the training measures nothing. */
export function frozenEvaluation(
  { slug, semester }: AdapterFolder,
  rows: readonly Row[],
  seals: Seals | null,
  evalFile: string,
): Finding[] {
  if (seals === null) {
    return [
      {
        code: "seals-unreadable",
        severity: "error",
        file: evalFile,
        message: `semesters/${semester}/seals.json cannot be read, so nobody can tell whether these rows are frozen.`,
        fix: "That is the instructor's file: bring it back with git.",
      },
    ];
  }
  const frozen = seals.adapters[slug]?.evaluation;
  if (frozen === undefined) return [];
  const sha256 = datasetHash(rows.map(({ item }) => item));
  if (sha256 === frozen.sha256) return [];
  return [
    {
      code: "eval-changed",
      severity: "error",
      file: evalFile,
      message: `These ${rows.length} rows have sha256 ${sha256.slice(0, 12)}…; frozen on ${frozen.at.slice(0, 10)} were ${frozen.items} rows with ${frozen.sha256.slice(0, 12)}….`,
      fix: "Bring the rows back with git. Where one is wrong, ask the instructor, who can freeze the set again with a reason: loco semester freeze --again",
    },
  ];
}
