import { createReadStream } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import type { SubmittedFile } from "../submission/submitted-file.ts";
import { ownGitText, type OwnRepository } from "./own-git.ts";

export interface CommitParts {
  /** First the one that it goes on from. */
  readonly parents: readonly string[];
  /** The commit whose files stand beside the folder. */
  readonly beside: string;
  /** From the root, with forward slashes. */
  readonly folder: string;
  readonly files: readonly SubmittedFile[];
  readonly message: string;
  /** As git writes them: `Name <address> seconds zone`. */
  readonly author: string;
  readonly committer: string;
}

export interface ScratchCommit extends AsyncDisposable {
  readonly commit: string;
  /** A bare repository that sees all of the student's objects, and in which the commit is; it goes when it is closed. */
  readonly repository: string;
  /** Brings the commit's objects into the student's clone, where no reference leads to them yet. */
  keep(): Promise<void>;
}

/**
 * Makes a commit that replaces one folder, in a scratch repository: branch, index, working tree and objects of the student's clone stay as
 * they are. Contents go in byte for byte, whatever git would do to line ends, and no file may be run.
 */
export async function scratchCommit(own: OwnRepository, parts: CommitParts): Promise<ScratchCommit> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), "loco-sending-"));
  const close = () => rm(scratch, { recursive: true, force: true });
  try {
    const ask = async (...args: string[]) => (await ownGitText(own, ["rev-parse", ...args])).trim();
    const format = await ask("--show-object-format");
    await ownGitText(own, ["init", "--quiet", "--bare", "--template=", `--object-format=${format}`, scratch]);
    const objects = await ask("--path-format=absolute", "--git-path", "objects");
    const info = path.join(scratch, "objects", "info", "alternates");
    await writeFile(info, `${objects}\n`);
    const shallow = await ask("--path-format=absolute", "--git-path", "shallow");
    await copyFile(shallow, path.join(scratch, "shallow")).catch(() => {});
    const tree = await ask("--verify", `${parts.beside}^{tree}`);
    const input = Readable.from(stream(parts, tree));
    let unreadable: Error | null = null;
    input.once("error", (error) => (unreadable = error));
    await ownGitText(own, ["fast-import", "--quiet", "--done"], { at: scratch, input }).catch((error: unknown) => {
      // Git knows no more than that its input ended.
      throw unreadable ?? error;
    });
    const commit = (await ownGitText(own, ["rev-parse", "--verify", branch], { at: scratch })).trim();
    return {
      commit,
      repository: scratch,
      keep: () => bringOver(own, scratch, commit, parts.parents),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const branch = "refs/heads/submission";

/** What git fast-import reads. */
async function* stream(parts: CommitParts, tree: string): AsyncGenerator<Uint8Array> {
  const text = (line: string) => new TextEncoder().encode(line);
  const message = text(parts.message);
  const [first, ...others] = parts.parents;
  yield text(`feature done\ncommit ${branch}\nauthor ${parts.author}\ncommitter ${parts.committer}\n`);
  yield text(`data ${message.length}\n`);
  yield message;
  yield text(`\nfrom ${first!}\n${others.map((one) => `merge ${one}\n`).join("")}`);
  yield text(`M 040000 ${tree} ""\nD ${quoted(parts.folder)}\n`);
  for (const file of parts.files) {
    const content = await file.read();
    yield text(`M ${file.kind === "link" ? "120000" : "100644"} inline ${quoted(file.path)}\ndata ${content.length}\n`);
    yield content;
    yield text("\n");
  }
  yield text("done\n");
}

function quoted(file: string): string {
  return `"${file.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

async function bringOver(own: OwnRepository, scratch: string, commit: string, known: readonly string[]): Promise<void> {
  const input = [commit, ...known.map((one) => `^${one}`)].map((line) => `${line}\n`).join("");
  const packed = ["pack-objects", "--quiet", "--revs", path.join(scratch, "submission")];
  const hash = (await ownGitText(own, packed, { at: scratch, input })).trim();
  const pack = createReadStream(path.join(scratch, `submission-${hash}.pack`));
  await ownGitText(own, ["unpack-objects", "-q"], { input: pack });
}
