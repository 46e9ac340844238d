import { adapterPath, LocoError, type Finding, type SubmissionReceipt } from "@locollm/core";
import { readWorkspace } from "@locollm/store";
import { openSubmission } from "../submission/open-submission.ts";
import type { Submission } from "../submission/stage-submission.ts";
import type { Work } from "../work/work.ts";
import { besideAdapter, changedWork } from "./changed-work.ts";
import { chooseAdapter } from "./choose-adapter.ts";
import { classCommit } from "./class-commit.ts";
import { folderToSend } from "./folder-to-send.ts";
import { lastLine, ownGit, type OwnRepository } from "./own-git.ts";
import { readReceipts } from "./receipts.ts";
import { findRemotes, ownRemote, type Remotes } from "./remotes.ts";
import { withClassOutputs } from "./with-class-outputs.ts";
import { scratchCommit, type ScratchCommit } from "./scratch-commit.ts";
import { findStanding, folderTree } from "./standing.ts";
import { authorOf } from "./author.ts";

export interface PrepareOptions {
  /** The class repository's root. */
  readonly root: string;
  /** Default: the only adapter that was changed. */
  readonly adapter?: string | undefined;
  /** Default: where the current branch is pushed to. */
  readonly remote?: string | undefined;
  readonly baseRef?: string | undefined;
  readonly onTop?: boolean | undefined;
  /** It is going to be pushed: remotes have to answer, and the author has to be known. */
  readonly push: boolean;
}

export interface PreparedSubmission extends AsyncDisposable {
  readonly own: OwnRepository;
  readonly adapter: string;
  /** Null where the manifest cannot be read. */
  readonly version: string | null;
  readonly branch: string;
  readonly remotes: Remotes;
  /** The class's own commit. */
  readonly base: string;
  readonly scratch: ScratchCommit;
  readonly count: number;
  readonly bytes: number;
  /** What the branch holds already, and whether the folder is the same there. */
  readonly previous: { readonly commit: string; readonly same: boolean } | null;
  /** The class has the very same folder. */
  readonly accepted: boolean;
  /** Paths in the folder that git ignores, and that stay here. */
  readonly leftOut: readonly string[];
  /** Paths in the folder that only the class writes: what stands here stays here. */
  readonly classOutputs: readonly string[];
  /** Paths beside the folder that were changed, too, and stay here. */
  readonly besides: readonly string[];
  /** The commit, opened as the gate opens it. */
  readonly submission: Submission;
}

export interface RefusedFolder {
  readonly adapter: string;
  /** Why not even a commit was made of it. */
  readonly findings: readonly Finding[];
}

/**
 * Makes the commit that a submission would push, and opens it as the gate does. Nothing of the clone changes: the commit is in a scratch
 * repository until it is kept.
 *
 * @throws LocoError where git, the clone, a remote or the choice of the adapter stands in the way
 */
export async function prepareSubmission(
  work: Work,
  options: PrepareOptions,
): Promise<PreparedSubmission | RefusedFolder> {
  const own: OwnRepository = { root: options.root, signal: work.signal };
  await requireRepository(own);
  const identity = await authorOf(own, options.push);
  const found = await findRemotes(own, options.remote);
  const { push: online } = options;
  if (online) ownRemote(found);
  const base = await classCommit(work, own, found, { baseRef: options.baseRef, online });
  const changed = await changedWork(own, base).catch((error: unknown) => {
    // A filter that is not installed, such as LFS's, ends git diff; a folder that is named can go without.
    if (options.adapter === undefined || work.signal.aborted) throw error;
    return { adapters: [], paths: [] };
  });
  const workspace = await readWorkspace(options.root);
  const adapter = chooseAdapter(workspace, changed, options.adapter, found);
  const folder = adapterPath(adapter);
  const { files: all, leftOut, findings } = await folderToSend(own, adapter);
  if (findings.length > 0) return { adapter, findings };
  const semester = workspace.semesters.find(({ id }) => adapter.startsWith(`${id}/`));
  const { weights = "retrain" } = semester?.manifest.grade ?? {};
  const { files, kept } = await withClassOutputs(own.root, base, adapter, all, weights);
  const branch = `submit/${adapter}`;
  const receipts = await readReceipts(options.root, adapter);
  const remotes = options.remote === undefined ? await asBefore(own, found, receipts.at(-1)) : found;
  const sent = receipts.map(({ commit }) => commit);
  const { onTop = false } = options;
  const standing = await findStanding(own, { adapter, branch, base, remote: remotes.own, sent, onTop, online });
  const manifest = workspace.semesters.flatMap(({ adapters }) => adapters).find(({ id }) => id === adapter)?.manifest;
  const message = `Submit ${adapter}${manifest === undefined ? "" : ` ${manifest.version}`}\n`;
  await using stack = new AsyncDisposableStack();
  const scratch = stack.use(await scratchCommit(own, { ...standing, folder, files, message, ...identity }));
  const submission = stack.use(await openSubmission(scratch.repository, base, scratch.commit));
  const tree = await folderTree({ ...own, root: scratch.repository }, scratch.commit, adapter);
  const treeIn = (commit: string) => folderTree(own, commit, adapter);
  const { previous, refusal } = standing;
  const same = previous !== null && (await treeIn(previous)) === tree;
  if (refusal !== null && !same) {
    if (options.push) throw refusal;
    work.talk.warn(`${refusal.message}\n${refusal.fix}`);
  }
  const closing = stack.move();
  return {
    own,
    adapter,
    version: manifest?.version ?? null,
    branch,
    remotes,
    base,
    scratch,
    count: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    previous: previous === null ? null : { commit: previous, same },
    accepted: (await treeIn(base)) === tree,
    leftOut,
    classOutputs: kept,
    besides: besideAdapter(changed, adapter),
    submission,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

/** A further submission goes where the last one went, as long as that remote is there. */
async function asBefore(own: OwnRepository, remotes: Remotes, last: SubmissionReceipt | undefined): Promise<Remotes> {
  if (last === undefined || last.remote.name === remotes.own?.name) return remotes;
  return findRemotes(own, last.remote.name).catch(() => remotes);
}

/** @throws LocoError `no-git-repository` where the class is not the root of a clone */
async function requireRepository(own: OwnRepository): Promise<void> {
  const { ok, stdout, stderr } = await ownGit(own, ["rev-parse", "--show-prefix"]);
  if (ok && stdout.trim() === "") return;
  throw new LocoError({
    code: "no-git-repository",
    message: ok
      ? "The class repository is a folder inside another git repository."
      : `The class repository is no clone that git can read: ${lastLine(stderr)}`,
    fix: "Clone your fork of the class with git clone, put the adapter's folder into the clone, and submit it from there.",
    kind: "usage",
  });
}
