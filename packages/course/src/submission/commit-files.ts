import { git } from "./git.ts";
import type { SubmittedFile, SubmittedKind } from "./submitted-file.ts";

const kinds: Readonly<Record<string, SubmittedKind>> = {
  "100644": "file",
  "100755": "executable",
  "120000": "link",
  "160000": "submodule",
};

/** Every file below a folder of a commit, read from git's objects; nothing is checked out. */
export async function commitFiles(repository: string, commit: string, folder: string): Promise<SubmittedFile[]> {
  const listing = await git(repository, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", `${folder}/`]);
  return new TextDecoder()
    .decode(listing)
    .split("\0")
    .filter((line) => line !== "")
    .map((line): SubmittedFile => {
      const tab = line.indexOf("\t");
      const [mode, , object, size] = line.slice(0, tab).split(/ +/);
      const bytes = Number(size);
      return {
        path: line.slice(tab + 1),
        // An object that is not there has no size: nothing of it can be read.
        kind: mode!.startsWith("100") && !Number.isFinite(bytes) ? "other" : (kinds[mode!] ?? "other"),
        bytes: Number.isFinite(bytes) ? bytes : 0,
        read: () => git(repository, ["cat-file", "blob", object!], bytes + 1),
      };
    });
}
