import { execa } from "execa";
import { LocoError } from "@locollm/core";

/** Settings that a repository could use to make git run something, or reach somewhere, switched off. */
const tame = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.attributesFile=/dev/null",
  "diff.external=",
  "protocol.allow=never",
  "submodule.recurse=false",
].flatMap((setting) => ["-c", setting]);

/**
 * Runs git on a repository that holds what a student sent. It only reads objects: nothing is checked out, no hook, filter,
 * attribute or helper of the repository runs, and nothing is fetched.
 *
 * @throws LocoError `git-failed`, `git-missing`, `commit-too-large` where it says more than `maxBytes`
 */
export async function git(repository: string, args: readonly string[], maxBytes = 64e6): Promise<Uint8Array> {
  const { failed, exitCode, stdout, stderr, code, isMaxBuffer } = await execa(
    "git",
    [...tame, "--no-replace-objects", ...args],
    {
      cwd: repository,
      encoding: "buffer",
      maxBuffer: maxBytes,
      stripFinalNewline: false,
      stdin: "ignore",
      reject: false,
      env: {
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_OPTIONAL_LOCKS: "0",
        GIT_TERMINAL_PROMPT: "0",
        GIT_LITERAL_PATHSPECS: "1",
        GIT_NO_LAZY_FETCH: "1",
      },
    },
  );
  if (!failed) return stdout;
  if (code === "ENOENT") {
    throw new LocoError({
      code: "git-missing",
      message: "There is no git here.",
      fix: "Install git, or grade a plain folder: loco grade <folder>",
      kind: "machine",
    });
  }
  if (isMaxBuffer) {
    throw new LocoError({
      code: "commit-too-large",
      message: `The commit stands for more than can be listed: git ${args[0]} was stopped after ${maxBytes / 1e6} MB.`,
      fix: "Commit the adapter's folder alone, on top of the class's last commit.",
      fields: { command: args.join(" ") },
    });
  }
  const said = new TextDecoder().decode(stderr).trim().split("\n").at(-1) ?? "";
  throw new LocoError({
    code: "git-failed",
    message: `git ${args[0]} ended with ${exitCode ?? code}: ${said}`,
    fix: "Look at the reference: git log shows whether it is there.",
    fields: { command: args.join(" ") },
  });
}
