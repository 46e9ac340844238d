import { adapterPath } from "@locollm/core";
import { ownGit, ownGitText, type OwnRepository } from "./own-git.ts";

export interface ChangedWork {
  /** `<semester>/<slug>` of every adapter whose folder differs from the class. */
  readonly adapters: readonly string[];
  /** Every path that differs, committed or not; what git ignores is not among them. */
  readonly paths: readonly string[];
}

const inAdapter = /^semesters\/([a-z0-9-]+)\/adapters\/([a-z0-9-]+)\/./;

/**
 * What the student's working tree changes since it left the class: commits, changes that are not committed, and new files.
 *
 * @param base the class's own commit
 */
export async function changedWork(repository: OwnRepository, base: string): Promise<ChangedWork> {
  const left = await ownGit(repository, ["merge-base", base, "HEAD"]);
  const since = left.ok ? left.stdout.trim() : base;
  const [differ, added] = await Promise.all([
    ownGitText(repository, ["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", since, "--"]),
    ownGitText(repository, ["ls-files", "--others", "--exclude-standard", "-z"]),
  ]);
  const paths = [...new Set(`${differ}${added}`.split("\0").filter((path) => path !== ""))].sort();
  const adapters = new Set(
    paths.flatMap((path) => {
      const [, semester, slug] = inAdapter.exec(path) ?? [];
      return semester === undefined ? [] : [`${semester}/${slug}`];
    }),
  );
  return { adapters: [...adapters], paths };
}

/** What a submission of one adapter leaves where it is: paths, and the folders of other adapters. */
export function besideAdapter({ paths }: ChangedWork, adapter: string): string[] {
  const others = paths.filter((path) => !path.startsWith(`${adapterPath(adapter)}/`));
  return [...new Set(others.map((path) => /^semesters\/[^/]+\/adapters\/[^/]+\//.exec(path)?.[0] ?? path))];
}
