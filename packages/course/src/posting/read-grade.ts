import { constants } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { gradeRecordSchema, type Finding, type GradeRecord } from "@locollm/core";
import { z } from "zod";
import { suspiciousMarkup } from "./suspicious-markup.ts";

const mostBytes = { "grade.json": 8_000_000, "report.md": 256_000 } as const;
/** GitHub takes 65,536 characters as one comment; this leaves room for what stands around the report. */
const mostCharacters = 63_000;

export interface ReadGrade {
  /** Null where there is none that may be posted as a verdict. */
  readonly graded: { readonly record: GradeRecord; readonly report: string } | null;
  readonly findings: readonly Finding[];
}

/**
 * Reads what `loco grade` wrote, as a job that may post does: sizes first, every field by its schema, and the report without markup that
 * is not ours.
 *
 * @param commit the one that the verdict must be of, as the forge names it
 */
export async function readGrade(folder: string, commit: string): Promise<ReadGrade> {
  const broken = (file: string, message: string): ReadGrade => ({
    graded: null,
    findings: [{ code: "grade-unreadable", severity: "error", file, message, fix: "Run loco grade again." }],
  });
  const [json, report] = await Promise.all([plainText(folder, "grade.json"), plainText(folder, "report.md")]);
  if (json === null) return broken("grade.json", "It is not there, no plain file of UTF-8, or too large.");
  if (report === null || report.length > mostCharacters)
    return broken("report.md", "It is not there, no plain file of UTF-8, or too large.");
  const { data: record, error } = gradeRecordSchema.safeParse(parsed(json));
  if (record === undefined) return broken("grade.json", z.prettifyError(error).split("\n")[0]!.replace("✖ ", ""));
  const { head } = record.submission;
  if (head !== commit) {
    const message = `It is the grade of ${head ?? "no commit"}, and ${commit} was sent.`;
    const fix = "Grade the commit that was sent.";
    return { graded: null, findings: [{ code: "grade-of-another-commit", severity: "error", message, fix }] };
  }
  const found = suspiciousMarkup(report);
  if (found !== null)
    return broken("report.md", `Line ${found.line} holds ${found.what}, which no report of ours does.`);
  return { graded: { record, report }, findings: [] };
}

async function plainText(folder: string, name: keyof typeof mostBytes): Promise<string | null> {
  try {
    await using file = await open(path.join(folder, name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const about = await file.stat();
    if (!about.isFile() || about.size > mostBytes[name]) return null;
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.readFile());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof TypeError || code === "ENOENT" || code === "ELOOP" || code === "ENOTDIR") return null;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
