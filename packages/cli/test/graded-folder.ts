import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { hasErrors, type Finding, type GradeRecord } from "@locollm/core";

/** Writes what `loco grade` writes about a submission with these findings. @returns the record */
export async function writeGraded(
  folder: string,
  commit: string,
  findings: readonly Finding[] = [],
): Promise<GradeRecord> {
  const record: GradeRecord = {
    schema: 1,
    adapter: "2026-s2/tide-tables",
    version: "1.0.0",
    submission: { from: "git", head: commit, base: "b".repeat(40), files: null },
    conclusion: hasErrors(findings) ? "failure" : "neutral",
    title: "2026-s2/tide-tables: <b> @teacher *wins*",
    findings: [...findings],
    weights: null,
    results: null,
    constant: null,
    challenged: [],
    harm: null,
    route: null,
    next: ["Go on."],
    reproduce: null,
    machine: { os: "linux", cpu: "a", threads: 2, memoryBytes: 1, accelerator: null },
    timings: [],
  };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "grade.json"), JSON.stringify(record));
  await writeFile(path.join(folder, "report.md"), "# A report\n");
  return record;
}
