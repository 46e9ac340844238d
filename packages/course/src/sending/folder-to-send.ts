import { readlink } from "node:fs/promises";
import path from "node:path";
import { adapterPath, LocoError, visibleText, type Finding } from "@locollm/core";
import { folderFiles } from "../submission/folder-files.ts";
import { inspectFiles } from "../submission/inspect-files.ts";
import type { SubmittedFile } from "../submission/submitted-file.ts";
import { ownGit, type OwnRepository } from "./own-git.ts";

export interface FolderToSend {
  readonly files: readonly SubmittedFile[];
  /** Paths that stay here: they have no place in an adapter's folder, and git ignores them. */
  readonly leftOut: readonly string[];
  /** What forbids even to look at the files: too many, or too large altogether. */
  readonly findings: readonly Finding[];
}

const noPlace = new Set(["file-unexpected", "file-dangerous", "file-is-link", "file-not-regular"]);
const tooMuch = new Set(["too-many-files", "folder-too-large"]);

/**
 * The files of the working tree that a submission of this adapter holds, tracked or not. Weights and rows go along though a .gitignore
 * names them; what an editor or a desktop left there does not.
 *
 * @throws LocoError `nested-repository`
 */
export async function folderToSend(repository: OwnRepository, adapter: string): Promise<FolderToSend> {
  const folder = adapterPath(adapter);
  const all = await folderFiles(repository.root, folder);
  const nested = all.find((file) => /(^|\/)\.git(\/|$)/i.test(file.path));
  if (nested !== undefined) {
    throw new LocoError({
      code: "nested-repository",
      message: `The folder of ${adapter} is a git repository of its own (${nested.path}).`,
      fix: "Move that .git out of it: the class's repository keeps the folder.",
      fields: { path: nested.path },
    });
  }
  const findings = inspectFiles(folder, all);
  const strange = new Set(findings.filter(({ code }) => noPlace.has(code)).map(({ file }) => file));
  const suspects = all.map((file) => file.path).filter((name) => strange.has(visibleText(name)));
  const ignored = await ignoredOf(repository, suspects);
  // Git knows no pipes and devices, either.
  const [files, leftOut] = partition(all, (file) => file.kind !== "other" && !ignored.has(file.path));
  const hard = inspectFiles(folder, files).filter(({ code }) => tooMuch.has(code));
  return {
    files: files.map((file) => asCommitted(repository, file)),
    leftOut: leftOut.map((one) => one.path),
    findings: hard,
  };
}

/** A link is sent as where it leads to, which is what git keeps of it. */
function asCommitted({ root }: OwnRepository, file: SubmittedFile): SubmittedFile {
  if (file.kind !== "link") return file;
  return { ...file, read: async () => new TextEncoder().encode(await readlink(path.join(root, file.path))) };
}

function partition<One>(all: readonly One[], goes: (one: One) => boolean): [One[], One[]] {
  return [all.filter(goes), all.filter((one) => !goes(one))];
}

async function ignoredOf(repository: OwnRepository, paths: readonly string[]): Promise<Set<string>> {
  if (paths.length === 0) return new Set();
  const input = paths.map((one) => `${one}\0`).join("");
  // It ends with 1 where it ignores none of them.
  const { stdout } = await ownGit(repository, ["check-ignore", "--no-index", "-z", "--stdin"], { input });
  return new Set(stdout.split("\0").filter((one) => one !== ""));
}
