import { LocoError } from "@locollm/core";
import type { Work } from "../work/work.ts";
import { lastLine, ownGit, type OwnRepository } from "./own-git.ts";
import { remoteError } from "./remote-error.ts";
import type { Remotes } from "./remotes.ts";

export interface ClassCommitOptions {
  /** The class's own commit, named by hand; nothing is fetched then. */
  readonly baseRef?: string | undefined;
  /** An answer from the class's remote is needed, and what was fetched earlier will not do. */
  readonly online: boolean;
}

/** Long enough for a slow line, short enough for a person who waits. */
const patience = 60;

/**
 * The newest commit of the class's default branch, brought here. Without a network it is the one that was last fetched, which is said.
 *
 * @throws LocoError `class-commit-missing`, `remote-unreachable`, `push-unauthenticated`
 */
export async function classCommit(
  work: Work,
  repository: OwnRepository,
  { course }: Remotes,
  { baseRef, online }: ClassCommitOptions,
): Promise<string> {
  if (baseRef !== undefined) {
    const named = await commitCalled(repository, baseRef);
    if (named !== null) return named;
    throw new LocoError({
      code: "class-commit-missing",
      message: `There is no commit called ${baseRef} here.`,
      fix: "Fetch it first, or leave --base-ref out.",
      fields: { ref: baseRef },
      kind: "usage",
    });
  }
  if (course !== null) {
    const listed = await ownGit(repository, ["ls-remote", "--symref", course.name, "HEAD"], { seconds: patience });
    const branch = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(listed.stdout)?.[1];
    const newest = /^([0-9a-f]{40,64})\tHEAD$/m.exec(listed.stdout)?.[1];
    if (listed.ok && branch !== undefined && newest !== undefined) {
      const fetched = await ownGit(
        repository,
        ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", course.name, branch],
        { seconds: 10 * patience },
      );
      if (fetched.ok && (await commitCalled(repository, newest)) !== null) return newest;
      if (online) throw remoteError(course, fetched.stderr);
    } else if (online) {
      throw listed.ok ? empty(course.name) : remoteError(course, listed.stderr);
    } else if (!listed.ok) work.talk.warn(`${course.name} did not answer (${lastLine(listed.stderr)}).`);
  }
  const remembered = course === null ? [] : [`${course.name}/HEAD`, `${course.name}/main`, `${course.name}/master`];
  for (const ref of [...remembered, "main", "master"]) {
    const found = await commitCalled(repository, ref);
    if (found === null) continue;
    work.talk.say(`The class as it was when ${ref} was last updated here: ${found.slice(0, 12)}.`);
    return found;
  }
  throw new LocoError({
    code: "class-commit-missing",
    message: "The class's default branch is not here.",
    fix: "Fetch it (git fetch), or name the class's own commit: --base-ref <ref>",
    kind: "usage",
  });
}

async function commitCalled(repository: OwnRepository, ref: string): Promise<string | null> {
  const args = ["rev-parse", "--quiet", "--verify", "--end-of-options", `${ref}^{commit}`];
  const { ok, stdout } = await ownGit(repository, args);
  return ok ? stdout.trim() : null;
}

function empty(remote: string): LocoError {
  return new LocoError({
    code: "class-commit-missing",
    message: `${remote} has no default branch.`,
    fix: "Look at its address: git remote -v",
    fields: { remote },
  });
}
