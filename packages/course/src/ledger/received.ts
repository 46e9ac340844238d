import { moment, visibleText, type InstructorRecord } from "@locollm/core";
import { git } from "../submission/git.ts";
import type { Submission } from "../submission/stage-submission.ts";

export interface Sent {
  readonly at: string;
  readonly by: "commit" | "now";
  readonly author: string | null;
}

/** When the commit says that it was made, and by whom; a folder or a zip came now, from nobody knows whom, and so did a date that is none. */
export async function commitOf({ from, head }: Submission, repository: string): Promise<Sent> {
  const now = new Date().toISOString();
  if (from !== "git" || head === null) return { at: now, by: "now", author: null };
  const said = await git(repository, ["show", "--no-patch", "--format=%cI%x00%ct%x00%an <%ae>", head]);
  const [local = "", seconds = "", author = ""] = new TextDecoder().decode(said).trim().split("\0");
  const at = [local, isoOf(Number(seconds))].find((one) => moment.safeParse(one).success && isTime(one));
  return { at: at ?? now, by: at === undefined ? "now" : "commit", author: visibleText(author) };
}

function isoOf(seconds: number): string {
  const date = new Date(1000 * seconds);
  return seconds > 0 && isTime(date) ? date.toISOString() : "";
}

function isTime(date: Date | string): boolean {
  return Number.isFinite(new Date(date).getTime());
}

/** Named by the instructor, or as it was when this was graded before, or by the commit, whose clock is the student's own. */
export function receivedAt(
  { at, by }: Sent,
  known: InstructorRecord | undefined,
  named: string | undefined,
): InstructorRecord["received"] {
  if (named !== undefined) return { at: named, by: "instructor" };
  return known?.received ?? { at, by };
}
