import { LocoError } from "@locollm/core";
import { ownGit, type OwnRepository } from "./own-git.ts";

export interface Authorship {
  /** `Name <address> seconds zone`, as git writes it. */
  readonly author: string;
  readonly committer: string;
}

/**
 * Who the student is by git's settings. A name that git would only guess does not count.
 *
 * @param required false: a stand-in will do, for a commit that nobody else sees
 * @throws LocoError `git-author-unknown`
 */
export async function authorOf(repository: OwnRepository, required: boolean): Promise<Authorship> {
  const [author, committer] = await Promise.all(
    ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"].map((name) =>
      ownGit(repository, ["-c", "user.useConfigOnly=true", "var", name]),
    ),
  );
  if (author!.ok && committer!.ok) return { author: author!.stdout.trim(), committer: committer!.stdout.trim() };
  if (!required) {
    const nobody = `Student <student@localhost> ${Math.floor(Date.now() / 1000)} +0000`;
    return { author: nobody, committer: nobody };
  }
  throw new LocoError({
    code: "git-author-unknown",
    message: "Git does not know your name and address, which stand in every commit.",
    fix: 'Say them once: git config --global user.name "Your Name", then git config --global user.email you@example.org',
    kind: "usage",
  });
}
