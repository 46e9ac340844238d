import { createHash } from "node:crypto";
import { link, mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { adapterPath, type Finding, visibleText } from "@locollm/core";
import { inspectFiles } from "./inspect-files.ts";
import { placeFiles } from "./place-files.ts";
import type { SubmittedFile } from "./submitted-file.ts";

/** A submission beside the class that it wants to join, in a scratch folder that goes when it is closed. */
export interface Submission extends AsyncDisposable {
  /** The class repository as it is without the submission. */
  readonly classRoot: string;
  /** The class repository with the submitted folder in it, and nothing else that was sent. */
  readonly root: string;
  /** `<semester>/<slug>`; null where the change is not about one adapter. */
  readonly adapter: string | null;
  readonly from: "git" | "folder" | "zip";
  /** Commit that was sent, and the class's own; null without git. */
  readonly head: string | null;
  readonly base: string | null;
  /** sha256 over the names and contents of the folder's files that could be opened; null where there are none. */
  readonly files: string | null;
  /** What is wrong with the change and the files' names, kinds and sizes; a file with a finding is not in `root`. */
  readonly findings: readonly Finding[];
}

export interface SubmissionParts extends Pick<Submission, "adapter" | "from" | "head" | "base" | "findings"> {
  /** The class's own files; those of the adapter's folder, if any, are its last accepted version. */
  readonly ours: readonly SubmittedFile[];
  /** What was sent of the adapter's folder. */
  readonly sent: readonly SubmittedFile[];
}

/** Inspects what was sent, and writes what may be opened beside the class's own files. */
export async function stageSubmission({ ours, sent, ...about }: SubmissionParts): Promise<Submission> {
  const folder = about.adapter === null ? null : adapterPath(about.adapter);
  const inspected = folder === null ? [] : inspectFiles(folder, sent);
  const refused = new Set(inspected.map(({ file }) => file));
  const scratch = await mkdtemp(path.join(os.tmpdir(), "loco-submission-"));
  const close = () => rm(scratch, { recursive: true, force: true });
  const [classRoot, root] = ["class", "with"].map((name) => path.join(scratch, name)) as [string, string];
  try {
    const plain = ours.filter(({ kind }) => kind === "file");
    await placeFiles(classRoot, plain);
    const others = plain.filter((file) => folder === null || !file.path.startsWith(`${folder}/`));
    await linkFiles(classRoot, root, others);
    // Too many or too large altogether is said of the folder: then nothing of it is read.
    const readable = refused.has(folder ?? "") ? [] : sent.filter((file) => !refused.has(visibleText(file.path)));
    await placeFiles(root, readable);
    const files = readable.length === 0 ? null : await contentHash(readable);
    return {
      ...about,
      classRoot,
      root,
      files,
      findings: [...about.findings, ...inspected],
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same files under another root without their bytes twice; nobody writes to them. */
async function linkFiles(from: string, to: string, files: readonly SubmittedFile[]): Promise<void> {
  for (const file of files) {
    const target = path.join(to, ...file.path.split("/"));
    await mkdir(path.dirname(target), { recursive: true });
    await link(path.join(from, ...file.path.split("/")), target);
  }
}

async function contentHash(files: readonly SubmittedFile[]): Promise<string> {
  const whole = createHash("sha256");
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const content = createHash("sha256")
      .update(await file.read())
      .digest("hex");
    whole.update(`${content} ${file.path}\n`);
  }
  return whole.digest("hex");
}
