import { visibleText, type InstructorRecord } from "@locollm/core";
import { git } from "../submission/git.ts";
import type { Submission } from "../submission/stage-submission.ts";

interface Sent {
  readonly at: string;
  readonly by: "commit" | "now";
}

/** When the commit says that it was made, and by whom; a folder or a zip came now, from nobody knows whom. */
export async function commitOf(
  { from, head }: Submission,
  repository: string,
): Promise<Sent & { readonly author: string | null }> {
  if (from !== "git" || head === null) return { at: new Date().toISOString(), by: "now", author: null };
  const said = await git(repository, ["show", "--no-patch", "--format=%cI%x00%an <%ae>", head]);
  const [at, author] = new TextDecoder().decode(said).trim().split("\0") as [string, string];
  return { at, by: "commit", author: visibleText(author) };
}

/** Named by the instructor, or as it was when the very same files were graded before, or by the commit, whose clock is the student's own. */
export function receivedAt(
  sent: Sent,
  known: InstructorRecord | undefined,
  named: string | undefined,
): InstructorRecord["received"] {
  if (named !== undefined) return { at: named, by: "instructor" };
  return known?.received ?? sent;
}
