import { readFile } from "node:fs/promises";
import path from "node:path";
import { gradeRecordSchema, type GradeRecord } from "@locollm/core";

/** The record of an earlier grade in a folder that `loco grade` wrote; null where there is none, or it was cut off while it was written. */
export async function keptGrade(folder: string): Promise<GradeRecord | null> {
  const text = await readFile(path.join(folder, "grade.json"), "utf8").catch(() => "null");
  try {
    return gradeRecordSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
