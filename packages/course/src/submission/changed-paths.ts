import { LocoError, type Finding } from "@locollm/core";
import { git } from "./git.ts";

export interface ChangedPath {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
}

export interface Change {
  /** The other branch's own commit. */
  readonly base: string;
  /** The commit that is looked at. */
  readonly head: string;
  /** Where it left that branch. */
  readonly fork: string;
  /** None where there are too many to be listed, which is a finding. */
  readonly paths: readonly ChangedPath[];
  readonly findings: readonly Finding[];
}

/** Room for the names of about 300,000 files. */
const mostListedBytes = 16e6;

/**
 * What a branch changes since it left another one, path by path. A renamed file counts as removed and added, so that nothing leaves or
 * enters a folder unseen.
 *
 * @throws LocoError `git-failed` where a reference is not there or the two have no common commit
 */
export async function changedPaths(repository: string, baseRef: string, headRef = "HEAD"): Promise<Change> {
  const commitOf = async (ref: string) =>
    text(await git(repository, ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`]));
  const [base, head] = await Promise.all([commitOf(baseRef), commitOf(headRef)]);
  const fork = text(await git(repository, ["merge-base", base, head]));
  // A few trees that name each other can stand for billions of files, and git compares them in memory; this listing ends at its limit.
  const tooLarge = await git(repository, ["ls-tree", "-r", "-z", "--name-only", "--full-tree", head], mostListedBytes)
    .then(() => null)
    .catch(oversize);
  if (tooLarge !== null) return { base, head, fork, paths: [], findings: [tooLarge] };
  const raw = await git(repository, ["diff-tree", "-r", "-z", "--no-renames", "--name-status", fork, head]);
  const parts = new TextDecoder().decode(raw).split("\0");
  const paths: ChangedPath[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const letter = parts[i]!;
    paths.push({ path: parts[i + 1]!, change: letter === "A" ? "added" : letter === "D" ? "removed" : "changed" });
  }
  return { base, head, fork, paths, findings: [] };
}

/** What a commit of too many files is told; any other error is thrown on. */
function oversize(error: unknown): Finding {
  if (!(error instanceof LocoError) || error.code !== "commit-too-large") throw error;
  const { code, message, fix } = error;
  return { code, severity: "error", message, fix };
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
}
