import { adapterPath, LocoError } from "@locollm/core";
import { changedPaths } from "../submission/changed-paths.ts";
import { touchedAdapter } from "../submission/touched-adapter.ts";
import { ownGit, type OwnRepository } from "./own-git.ts";
import { remoteError } from "./remote-error.ts";
import type { Remote } from "./remotes.ts";

/** On what the commit of a submission stands. */
export interface Standing {
  readonly parents: readonly string[];
  /** The commit whose files stand beside the folder. */
  readonly beside: string;
  /** What the branch holds already; null where this is the first submission. */
  readonly previous: string | null;
  /** Why nothing may go on top of it: it holds what did not come from here. */
  readonly refusal: LocoError | null;
}

export interface StandingRequest {
  readonly adapter: string;
  readonly branch: string;
  /** The class's own commit. */
  readonly base: string;
  readonly remote: Remote | null;
  /** Commits that were sent from here, the last one last. */
  readonly sent: readonly string[];
  /** Go on from what others pushed to the branch. */
  readonly onTop: boolean;
  /** The remote has to answer. */
  readonly online: boolean;
}

/**
 * The first submission stands on the class's commit, a further one on the one before it, so that a push only ever adds. Where the class has
 * taken another version of the folder meanwhile, its commit is a parent, too: nothing but the folder then differs from the class.
 *
 * @throws LocoError `remote-unreachable`, `push-unauthenticated`
 */
export async function findStanding(repository: OwnRepository, request: StandingRequest): Promise<Standing> {
  const { adapter, base } = request;
  const first = { parents: [base], beside: base };
  const tip = await tipOf(repository, request);
  if (tip === null) return { ...first, previous: null, refusal: null };
  const known = { previous: tip, refusal: await othersWork(repository, tip, request) };
  if (await isAncestor(repository, tip, base)) return { ...first, ...known };
  return (await goesOn(repository, adapter, base, tip))
    ? { parents: [tip], beside: tip, ...known }
    : { parents: [tip, base], beside: base, ...known };
}

/** The folder's tree in a commit; null where it is not there. */
export async function folderTree(repository: OwnRepository, commit: string, adapter: string): Promise<string | null> {
  const args = ["rev-parse", "--quiet", "--verify", "--end-of-options", `${commit}:${adapterPath(adapter)}`];
  const { ok, stdout } = await ownGit(repository, args);
  return ok ? stdout.trim() : null;
}

async function tipOf(repository: OwnRepository, { remote, branch, online }: StandingRequest): Promise<string | null> {
  if (remote === null) return null;
  const ref = `refs/heads/${branch}`;
  const listed = await ownGit(repository, ["ls-remote", remote.name, ref], { seconds: 60 });
  if (!listed.ok && online) throw remoteError(remote, listed.stderr);
  const remembered = `refs/remotes/${remote.name}/${branch}`;
  if (!listed.ok) {
    const { ok, stdout } = await ownGit(repository, ["rev-parse", "--quiet", "--verify", remembered]);
    return ok ? stdout.trim() : null;
  }
  const tip = listed.stdout.split("\t")[0]!.trim();
  if (tip === "") return null;
  if (!(await ownGit(repository, ["cat-file", "-e", `${tip}^{commit}`])).ok) {
    const into = `+${ref}:${remembered}`;
    const quiet = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
    const fetched = await ownGit(repository, ["fetch", ...quiet, remote.name, into], { seconds: 600 });
    if (!fetched.ok) throw remoteError(remote, fetched.stderr);
  }
  return tip;
}

/** A merge of the class into the branch, as the web page offers it, is nobody else's work: the folder is as it was sent. */
async function othersWork(repository: OwnRepository, tip: string, request: StandingRequest): Promise<LocoError | null> {
  const { sent, adapter, branch, base, remote, onTop } = request;
  const last = sent.at(-1);
  if (onTop || sent.includes(tip)) return null;
  const now = await folderTree(repository, tip, adapter);
  if (last !== undefined && now !== null && now === (await folderTree(repository, last, adapter))) return null;
  const strangers = [`^${base}`, ...(last === undefined ? [] : [`^${last}`])];
  const shown = ["log", "--max-count=3", "--format=%h %s (%an, %ar)", tip, ...strangers, "--"];
  const log = await ownGit(repository, shown);
  const lines = log.ok ? log.stdout.trim() : tip.slice(0, 12);
  return new LocoError({
    code: "branch-moved",
    message: `${branch} on ${remote!.name} holds what was not sent from this clone:\n${lines}`,
    fix: `Nothing was overwritten. Look at it (git diff ${tip.slice(0, 12)} -- ${adapterPath(adapter)}), take over what you want to keep, then add --on-top: yours becomes the next commit there.`,
    fields: { branch, tip },
  });
}

/** Whether a commit on top of the last one changes nothing but the folder, and merges without a conflict. */
async function goesOn(repository: OwnRepository, adapter: string, base: string, tip: string): Promise<boolean> {
  const change = await changedPaths(repository.root, base, tip).catch(() => null);
  if (change === null) return false;
  const touched = touchedAdapter(change.paths);
  if (touched.adapter !== adapter || touched.findings.length > 0) return false;
  const [at, then] = await Promise.all([base, change.fork].map((one) => folderTree(repository, one, adapter)));
  return at === then;
}

async function isAncestor(repository: OwnRepository, commit: string, of: string): Promise<boolean> {
  return (await ownGit(repository, ["merge-base", "--is-ancestor", commit, of])).ok;
}
