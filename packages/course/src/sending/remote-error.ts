import { LocoError } from "@locollm/core";
import { lastLine } from "./own-git.ts";
import type { Remote } from "./remotes.ts";
import { addressToShow } from "./remote-place.ts";

const unauthenticated =
  /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \(|Host key verification failed|Invalid username/i;
const forbidden =
  /Permission to \S+ denied|\b403\b|not allowed to push|write access|unable to create temporary object/i;
const refused = /\[remote rejected\]|protected branch|hook declined|GH\d{3}/i;
const moved = /non-fast-forward|fetch first|\[rejected\]/i;
const hook = /hook|failed to push some refs/i;

/** What a remote, or git on the way to it, said when it did not do what was asked: whose turn it is, and what to do. */
export function remoteError({ name, address }: Remote, stderr: string): LocoError {
  const said = words(stderr);
  const at = `${name} (${addressToShow(address)})`;
  const fields = { remote: name };
  if (unauthenticated.test(stderr)) {
    return new LocoError({
      code: "push-unauthenticated",
      message: `${at} does not know who you are: ${said}`,
      fix: "Log in once: gh auth login, or an SSH key or access token of your account there. Then run the same command again.",
      fields,
      kind: "machine",
    });
  }
  if (forbidden.test(stderr)) {
    return new LocoError({
      code: "push-forbidden",
      message: `You may not write to ${at}: ${said}`,
      fix: "Push to a fork of your own: git remote add fork <its address>, then add --remote fork to the same command.",
      fields,
    });
  }
  if (refused.test(stderr)) {
    return new LocoError({
      code: "push-refused",
      message: `${at} refuses the branch by a rule of its own: ${said}`,
      fix: "Nothing was sent. Ask a maintainer about that rule, or push to a fork of your own: --remote <name>",
      fields,
    });
  }
  if (moved.test(stderr)) {
    return new LocoError({
      code: "branch-moved",
      message: `Somebody pushed to the same branch of ${at} in this moment.`,
      fix: "Nothing was overwritten. Run the same command again: it looks at what came.",
      fields,
    });
  }
  if (hook.test(stderr)) {
    return new LocoError({
      code: "push-hook-failed",
      message: `A pre-push hook of your own clone stopped the push${hooksWords(stderr)}`,
      fix: "Nothing was sent. Mend what it names; git config core.hooksPath and .git/hooks tell where it is.",
      fields,
    });
  }
  return new LocoError({
    code: "remote-unreachable",
    message: `${at} cannot be reached: ${said}`,
    fix: "Look at the network and at git remote -v, then run the same command again. Your work is untouched.",
    fields,
    kind: "machine",
  });
}

/** The lines that say something, the remote's own first. */
function words(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const theirs = lines
    .filter((line) => /^remote: \S/.test(line))
    .map((line) => line.replace(/^remote: /, ""))
    .slice(0, 3);
  const fatal = lines.find((line) => /^(fatal|error|ssh):/.test(line) && !line.includes("failed to push some refs"));
  return theirs.length > 0 ? theirs.join(" ") : (fatal?.replace(/^(fatal|error): /, "") ?? lastLine(stderr));
}

/** What the hook printed itself. */
function hooksWords(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const own = lines.filter((line) => line !== "" && !/^(error: failed to push|To )/.test(line));
  return own.length === 0 ? "." : `: ${own.slice(-3).join(" ")}`;
}
