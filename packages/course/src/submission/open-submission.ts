import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { visibleText, type Finding } from "@locollm/core";
import { changedPaths } from "./changed-paths.ts";
import { commitFiles } from "./commit-files.ts";
import { inspectFiles } from "./inspect-files.ts";
import { placeFiles } from "./place-files.ts";
import type { SubmittedFile } from "./submitted-file.ts";
import { touchedAdapter } from "./touched-adapter.ts";

/** A submission beside the class that it wants to join, in a scratch folder that goes when it is closed. */
export interface Submission extends AsyncDisposable {
  /** The class repository in which it can be read: the class's own files, and the submitted folder. */
  readonly root: string;
  /** `<semester>/<slug>`; null where the change is not about one adapter. */
  readonly adapter: string | null;
  /** Commit that was sent. */
  readonly head: string;
  /** What is wrong with the change and the files' names, kinds and sizes; a file with a finding is not in `root`. */
  readonly findings: readonly Finding[];
}

/**
 * Opens what a branch wants to add to the class. Every other file is the class's own, at the commit of `baseRef`, so that a change
 * beside the adapter's folder changes nothing that is graded with.
 *
 * @throws LocoError `git-failed`, `git-missing`
 */
export async function openSubmission(repository: string, baseRef: string, headRef = "HEAD"): Promise<Submission> {
  const { base, head, paths } = await changedPaths(repository, baseRef, headRef);
  const { adapter, findings: beside } = touchedAdapter(paths);
  const folder = adapter === null ? null : `semesters/${adapter.replace("/", "/adapters/")}`;
  const ours = await Promise.all(["bases", "semesters"].map((name) => commitFiles(repository, base, name)));
  const sent = folder === null ? [] : await commitFiles(repository, head, folder);
  const about = folder === null ? [] : inspectFiles(folder, sent);
  const refused = new Set(about.map(({ file }) => file));
  const root = await mkdtemp(path.join(os.tmpdir(), "loco-submission-"));
  const close = () => rm(root, { recursive: true, force: true });
  try {
    const isSent = ({ path: name }: SubmittedFile) => folder !== null && name.startsWith(`${folder}/`);
    await placeFiles(
      root,
      ours.flat().filter((file) => file.kind === "file" && !isSent(file)),
    );
    // Too many or too large altogether is said of the folder: then nothing of it is read.
    const readable = refused.has(folder ?? "") ? [] : sent.filter((file) => !refused.has(visibleText(file.path)));
    await placeFiles(root, readable);
    return { root, adapter, head, findings: [...beside, ...about], [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
