import { adapterPath, visibleText, type Finding } from "@locollm/core";
import type { Change, ChangedPath } from "./changed-paths.ts";
import { git } from "./git.ts";
import type { SubmittedFile } from "./submitted-file.ts";

/** The adapter's files as a merge would leave them: what the branch did not change since it left the class is as the class has it by now. */
export function asMerged(
  paths: readonly ChangedPath[],
  theirs: readonly SubmittedFile[],
  ours: readonly SubmittedFile[],
  adapter: string,
): SubmittedFile[] {
  const changed = new Set(paths.map(({ path }) => path));
  const kept = ours.filter(({ path }) => path.startsWith(`${adapterPath(adapter)}/`) && !changed.has(path));
  return [...kept, ...theirs.filter(({ path }) => changed.has(path))].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A warning for each file of the adapter that the class has changed as well since the branch left it: what a merge makes of it is not measured. */
export async function changedOnBoth(
  repository: string,
  { fork, base, paths, adapter }: Pick<Change, "fork" | "base" | "paths"> & { readonly adapter: string },
): Promise<Finding[]> {
  if (fork === base) return [];
  const folder = `${adapterPath(adapter)}/`;
  const listed = await git(repository, [
    "diff-tree",
    "-r",
    "-z",
    "--no-renames",
    "--name-only",
    fork,
    base,
    "--",
    folder,
  ]);
  const ours = new Set(new TextDecoder().decode(listed).split("\0"));
  return paths
    .filter(({ path }) => ours.has(path))
    .map(({ path }) => ({
      code: "changed-on-both-sides",
      severity: "warning",
      file: visibleText(path),
      message: "The class has changed this file as well since the branch left it; the branch's own version is graded.",
      fix: "Bring your branch up to date (git merge, or git rebase) and push again, so that what is graded is what is merged.",
    }));
}
