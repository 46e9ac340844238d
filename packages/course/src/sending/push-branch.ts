import type { Work } from "../work/work.ts";
import { ownGit } from "./own-git.ts";
import type { PreparedSubmission } from "./prepare-submission.ts";
import { remoteError } from "./remote-error.ts";
import { ownRemote, type Remote } from "./remotes.ts";

export interface Pushed {
  readonly remote: Remote;
  /** Pages of the same host that the remote named when it took the branch. */
  readonly pages: readonly string[];
}

/**
 * Sends the commit to its branch of the student's remote. Nothing is ever overwritten there. The student's own pre-push hook runs, as in
 * every push; signing does not, since nobody may be there to be asked.
 *
 * @throws LocoError `no-remote`, `branch-moved`, `push-forbidden`, `push-refused`, `push-hook-failed`, `push-unauthenticated`,
 *   `remote-unreachable`
 */
export async function pushBranch(work: Work, prepared: PreparedSubmission): Promise<Pushed> {
  const { own, scratch, branch, remotes } = prepared;
  const remote = ownRemote(remotes);
  await scratch.keep();
  work.talk.say(`Pushing ${branch} to ${remote.name} …`);
  const refspec = `${scratch.commit}:refs/heads/${branch}`;
  const plain = ["--no-force", "--no-signed", "--no-follow-tags", "--recurse-submodules=no", "--no-progress"];
  const { ok, stderr } = await ownGit(own, ["push", ...plain, remote.name, refspec]);
  if (!ok) throw remoteError(remote, stderr);
  return { remote, pages: pagesIn(stderr, remote) };
}

/** What GitHub, GitLab and others print after a push: `remote:   https://…/pull/new/…`. */
function pagesIn(stderr: string, { place }: Remote): string[] {
  if (place === null) return [];
  return [...stderr.matchAll(/^remote:\s+(https:\/\/\S+)\s*$/gm)]
    .map(([, page]) => page!)
    .filter((page) => URL.canParse(page) && new URL(page).hostname === place.host);
}
