import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { hashOf, judgeReportSchema, LocoError, type JsonValue, type JudgeReport } from "@locollm/core";
import { jsonText } from "../json-text.ts";
import { writeWhole } from "../write-whole.ts";

/** Where a class repository keeps what judges said of two of its runs. */
function judgeFolder(root: string, { after, before }: Pick<JudgeReport, "after" | "before">): string {
  return path.join(root, ".loco", "judge", [after, before].map((id) => id.slice(0, 16)).join("-"));
}

/**
 * Keeps what a judge said of two runs, a file a judge. What the same judge said before is replaced, unless it was held against people's
 * labels and this is not.
 */
export async function writeJudgeReport(root: string, report: JudgeReport): Promise<void> {
  const folder = judgeFolder(root, report);
  const file = path.join(folder, `${hashOf(report.judge as JsonValue).slice(0, 16)}.json`);
  if (report.agreement === null && (await readReport(file))?.agreement) return;
  await writeWhole(file, jsonText(report));
}

/**
 * What judges said of these two runs, in this order of the two.
 *
 * @throws LocoError `judge-report-unreadable`
 */
export async function readJudgeReports(
  root: string,
  pair: Pick<JudgeReport, "after" | "before">,
): Promise<JudgeReport[]> {
  const folder = judgeFolder(root, pair);
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const reports = await Promise.all(names.map((name) => readReport(path.join(folder, name))));
  return reports.filter((report) => report?.after === pair.after && report.before === pair.before) as JudgeReport[];
}

async function readReport(file: string): Promise<JudgeReport | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return judgeReportSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new LocoError({
      code: "judge-report-unreadable",
      message: `${path.basename(path.dirname(file))}/${path.basename(file)} in .loco/judge is no judge's report that this LocoLLM reads.`,
      fix: "Delete it and judge again: loco judge <after> <before>",
      fields: { file: path.basename(file) },
      cause,
    });
  }
}
