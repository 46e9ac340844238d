import { LocoError, type JudgeReport } from "@locollm/core";
import { readJudgeReports } from "@locollm/store";
import type { Work } from "../work/work.ts";

/** What judges said of two runs. A file that cannot be read is named, and spoils no report. */
export async function judgesOfPair(
  { talk }: Work,
  root: string,
  after: { readonly id: string },
  before: { readonly id: string },
): Promise<JudgeReport[]> {
  try {
    return await readJudgeReports(root, { after: after.id, before: before.id });
  } catch (error) {
    if (!(error instanceof LocoError)) throw error;
    talk.warn(`${error.message} ${error.fix}`);
    return [];
  }
}
