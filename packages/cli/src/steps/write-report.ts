import path from "node:path";
import { LocoError } from "@locollm/core";
import { htmlReport, jsonReport, junitReport, markdownReport, type Report } from "@locollm/eval";
import { writeWhole } from "@locollm/store";
import type { Invocation } from "../invocation.ts";

const formats = {
  ".html": htmlReport,
  ".md": markdownReport,
  ".xml": junitReport,
  ".json": (report: Report) => `${JSON.stringify(jsonReport(report), null, 2)}\n`,
} as const;

/**
 * What writes a report in the format that the file's ending names; asked for before minutes of measuring.
 *
 * @throws LocoError `wrong-use` for another ending
 */
export function reportWriter({ directory }: Invocation, file: string): (report: Report) => Promise<void> {
  const ending = path.extname(file).toLowerCase();
  const format = Object.entries(formats).find(([name]) => name === ending)?.[1];
  if (format === undefined) {
    throw new LocoError({
      code: "wrong-use",
      message: `${file} does not say in which format the report is to be written.`,
      fix: "End its name in .html, .md (Markdown), .xml (JUnit) or .json.",
      kind: "usage",
    });
  }
  return (report) => writeWhole(path.resolve(directory, file), format(report));
}
